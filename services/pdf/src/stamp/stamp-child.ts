import { readFileSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { Refusal } from '@xingchuang/rules';
import { openFonts } from '../font/font-catalogue.ts';
import { stampFile } from './stamp-file.ts';
import type { Asked, Told } from './stamp-host.ts';

/** The process in which foreign PDFs are parsed: knows no key and no address, only the file and what to put on it. */
async function told({ path, stamp, fonts, signature }: Asked): Promise<Told> {
  try {
    return await stampFile(readFileSync(path), stamp, openFonts(fonts), signature);
  } catch (error) {
    if (!(error instanceof Refusal)) return { refused: { kind: 'invalid', code: 'pdf.damaged', facts: {}, field: 'file' } };
    const { kind, code, facts, field } = error;
    return { refused: { kind, code, facts, field } };
  }
}

process.on('message', (asked: Asked) => void told(asked).then((reply) => process.send!(reply)));

// A parser that runs in circles never hears that its service was killed; this thread does.
const GUARD = `const parent = process.ppid; setInterval(() => process.ppid === parent || process.kill(process.pid, 'SIGKILL'), 1_000);`;
new Worker(GUARD, { eval: true, execArgv: [], resourceLimits: { maxOldGenerationSizeMb: 8 } }).unref();
