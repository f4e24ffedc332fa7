import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { Refusal } from '@xingchuang/rules';
import { refuseType } from './file-type-rule.ts';
import { bytesAt } from './zip-directory.ts';

/** What a browser would take for a page or a script where it looks at bytes instead of names. */
const ACTIVE = /<(html|script|svg|iframe|!doctype\s+html|!entity|object|embed)[\s>/]|<\?xml[\s]|^mime-version:.*multipart\/related/is;
const NOT_TEXT = /[\u0000-\u0008\u000e-\u001a\u001c-\u001f\u007f]/;
/** Longer than any marker, so that one which two chunks share is still seen. */
const OVERLAP = 64;

/** Whether the bytes are text and nothing else: UTF-8, GB 18030 as Chinese Windows writes it, or UTF-16 where its mark says so. Reads the file once, or twice. */
export async function textType(path: string): Promise<string> {
  for (const encoding of await encodings(path)) {
    if (await isText(path, encoding)) return 'text/plain';
  }
  return refuseType('?');
}

async function encodings(path: string): Promise<readonly string[]> {
  const file = await open(path, 'r');
  try {
    const mark = (await bytesAt(file, 0, 2)).toString('hex');
    return mark === 'fffe' ? ['utf-16le'] : mark === 'feff' ? ['utf-16be'] : ['utf-8', 'gb18030'];
  } finally {
    await file.close();
  }
}

async function isText(path: string, encoding: string): Promise<boolean> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  let before = '';
  const looksPlain = (bytes?: Uint8Array): boolean => {
    const text = before + (bytes ? decoder.decode(bytes, { stream: true }) : decoder.decode());
    if (NOT_TEXT.test(text)) return false;
    const active = ACTIVE.exec(text)?.[0];
    if (active !== undefined) throw new Refusal('invalid', 'file.active-content', { found: active.trim().slice(0, 20) }, 'file');
    before = text.slice(-OVERLAP);
    return true;
  };
  try {
    for await (const bytes of createReadStream(path)) if (!looksPlain(bytes as Uint8Array)) return false;
    return looksPlain();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_ENCODING_INVALID_ENCODED_DATA') return false;
    throw error;
  }
}
