const ROW = 0xfe;
const FIRST_CELL = 0x50;
const DELETE = 0x7f;
const FIRST_PRIVATE = 0xe815;
const CELLS = 80;

/**
 * Old input methods and registers still deliver 䶮 and its row of GBK (FE50–FEA0) as private-use code points that no
 * modern font draws; the platform's GB 18030 decoder knows where each of them lives today.
 */
const STANDARD = new Map(
  Array.from({ length: CELLS }, (_, cell) => {
    const low = FIRST_CELL + cell;
    const bytes = Uint8Array.of(ROW, low < DELETE ? low : low + 1);
    return [String.fromCharCode(FIRST_PRIVATE + cell), new TextDecoder('gb18030').decode(bytes)] as const;
  }),
);

/** The same text in today's code points: private-use leftovers of GBK replaced, then composed (NFC). */
export function standardText(text: string): string {
  return text.replace(/[\ue815-\ue864]/g, (char) => STANDARD.get(char) ?? char).normalize('NFC');
}
