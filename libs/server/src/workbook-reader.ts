import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { CellValue } from 'hucre/xlsx';
import { fromBufferPromise } from 'yauzl';
import { Refusal } from '@xingchuang/rules';
import { memoryOf } from './process-identity.ts';

/** A day is text, as 2024-03-01. */
export type WorkbookCell = Exclude<CellValue, Date>;

export interface WorkbookSheet {
  readonly name: string;
  readonly rows: readonly (readonly WorkbookCell[])[];
}

interface Wanted {
  /** So many rows of each sheet; further ones are left out. */
  readonly maxRows: number;
  readonly firstOnly?: boolean;
}

/** What the process of its own answers: the sheets, that they hold too much to be handed over, or nothing where it is no workbook. */
interface Reply {
  readonly sheets?: readonly WorkbookSheet[];
  readonly isTooMuch?: boolean;
}

const CHILD = fileURLToPath(new URL('./workbook-child.mjs', import.meta.url));
/** Twice the largest table that we take: 20,000 rows of 60 numbers unpack to 32 MiB. */
const MOST_UNPACKED = 64 * 1024 * 1024;
/** Deflate makes one byte of at most so many: of a part that claims to be empty so much can come. */
const MOST_RATIO = 1_032;
const MEMORY_MIB = 700;
const WITHIN_MS = 30_000;
const WATCH_MS = 100;

let last: Promise<unknown> = Promise.resolve();

/**
 * The sheets of an XLSX, read in a process of its own, one workbook after the other (E4, E7): 5 KB can unpack to gigabytes, and a single
 * cell far from the others to millions of empty ones. Refuses `workbook.too-much`; any other error says that it is no workbook.
 */
export async function readWorkbook(bytes: Uint8Array, wanted: Wanted): Promise<readonly WorkbookSheet[]> {
  if ((await unpackedSize(bytes)) > MOST_UNPACKED) throw tooMuch();
  const turn = last.then(() => ask(bytes, wanted));
  last = turn.then(() => undefined, () => undefined); // what was read is not kept for the next to wait on
  const { sheets, isTooMuch } = await turn;
  if (isTooMuch) throw tooMuch();
  if (!sheets) throw new Error('not a workbook');
  return sheets;
}

/** By what the directory says; the reader ends a part at the size that it declares. */
async function unpackedSize(bytes: Uint8Array): Promise<number> {
  const zip = await fromBufferPromise(Buffer.from(bytes), { decodeStrings: false });
  let size = 0;
  for await (const { compressedSize, uncompressedSize } of zip.eachEntry()) size += uncompressedSize || compressedSize * MOST_RATIO;
  return size;
}

async function ask(bytes: Uint8Array, wanted: Wanted): Promise<Reply> {
  const execArgv = [`--max-old-space-size=${MEMORY_MIB / 2}`]; // the other half is for bytes, which no heap limit counts
  const child = fork(CHILD, { execArgv, env: {}, stdio: ['ignore', 'ignore', 'ignore', 'ipc'], serialization: 'advanced' });
  const over = new AbortController();
  const abort = () => over.abort();
  const end = setTimeout(abort, WITHIN_MS);
  const watch = setInterval(() => (memoryOf(child.pid ?? 0) > MEMORY_MIB ? abort() : undefined), WATCH_MS);
  child.on('error', abort).once('exit', abort);
  try {
    child.send({ bytes, wanted }, (error) => (error ? abort() : undefined));
    const [reply] = (await once(child, 'message', { signal: over.signal })) as [Reply];
    return reply;
  } catch {
    return { isTooMuch: true };
  } finally {
    child.kill('SIGKILL');
    clearTimeout(end);
    clearInterval(watch);
  }
}

const tooMuch = (): Refusal => new Refusal('invalid', 'workbook.too-much', {}, 'file');
