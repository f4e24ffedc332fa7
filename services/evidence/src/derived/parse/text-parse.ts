import { open } from 'node:fs/promises';
import iconv from 'iconv-lite';
import { MOST_TEXT } from '../derived-rule.ts';

/** No encoding here takes more bytes for a character. */
const MOST_BYTES = MOST_TEXT * 4;

/** The text of a text file: by its mark, else UTF-8, else GB 18030 as Chinese Windows writes it. */
export async function plainText({ path }: { path: string }): Promise<{ text: string }> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(MOST_BYTES) });
    const bytes = buffer.subarray(0, bytesRead);
    return { text: iconv.decode(bytes, encodingOf(bytes)).slice(0, MOST_TEXT) };
  } finally {
    await file.close();
  }
}

function encodingOf(bytes: Buffer): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true }); // a character may be cut at the end
    return 'utf-8';
  } catch {
    return 'gb18030';
  }
}
