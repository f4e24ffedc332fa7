import type { Bus } from '@xingchuang/bus';
import { Refusal } from '@xingchuang/rules';
import { rendered } from '@xingchuang/server';

/** A sheet of things that people named: letters that no font has are printed as the geta mark, the printers' sign for a missing type. */
export async function printed(bus: Bus, template: string, data: unknown): Promise<Uint8Array> {
  try {
    return await rendered(bus, template, data, 'pdf').catch((error: unknown) => {
      if (!(error instanceof Refusal && error.code === 'pdf.glyph-missing')) throw error;
      return rendered(bus, template, without(error.facts['characters'] as string[], data), 'pdf');
    });
  } catch (error) {
    if (error instanceof Refusal && error.code.startsWith('pdf.')) throw new Error(`${template}: ${error.code} ${JSON.stringify(error.facts)}`, { cause: error }); // nothing that the reader could mend
    throw error;
  }
}

const without = (letters: readonly string[], data: unknown): unknown => JSON.parse(letters.reduce((text, letter) => text.replaceAll(letter, '〓'), JSON.stringify(data)));

const LONGEST_CELL = 280;
/** People type what they like; paper has one line after the other and no invisible characters. */
export const printable = (text: string, longest = LONGEST_CELL): string => [...text.replaceAll(/[\p{C}\p{Zl}\p{Zp}]+/gu, ' ')].slice(0, longest).join('');
