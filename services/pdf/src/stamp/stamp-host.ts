import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Refusal, type RefusalKind } from '@xingchuang/rules';
import { memoryOf } from '@xingchuang/server/process-identity';
import type { OwnFonts } from '../font/font-catalogue.ts';
import type { SignatureFace } from '../write/signature-place.ts';
import type { Appended } from './pdf-update.ts';
import type { Stamp } from './stamp-schema.ts';

/** What the process of its own is given for one file. */
export interface Asked {
  readonly path: string;
  readonly stamp: Stamp;
  readonly fonts: OwnFonts;
  readonly signature?: SignatureFace | undefined;
}

export type Told = Appended | { readonly refused: { readonly kind: RefusalKind; readonly code: string; readonly facts: Readonly<Record<string, unknown>>; readonly field: string | undefined } };

const LOADER = new URL('../../../../scripts/ts.mjs', import.meta.url).href;
const CHILD = fileURLToPath(new URL('./stamp-child.ts', import.meta.url));
const WITHIN_MS = 30_000;
const IDLE_MS = 20_000;
const WATCH_MS = 100;
const MEMORY_MIB = 900;

/**
 * Stamps foreign PDFs in a process of its own, one after the other (E4, E7): a file that hangs it or fills its memory costs that
 * process its life and nobody else anything. Refuses `pdf.damaged` for such a file, too.
 */
export class StampHost {
  #child: ChildProcess | undefined;
  #idle: NodeJS.Timeout | undefined;
  #last: Promise<unknown> = Promise.resolve();

  constructor(readonly withinMs = WITHIN_MS) {}

  async stamp(asked: Asked): Promise<Appended> {
    const turn = this.#last.then(() => this.#ask(asked));
    this.#last = turn.catch(() => undefined);
    const told = await turn;
    if (!('refused' in told)) return { bytes: Buffer.from(told.bytes), watched: told.watched };
    const { kind, code, facts, field } = told.refused;
    throw new Refusal(kind, code, facts, field);
  }

  close(): void {
    clearTimeout(this.#idle);
    this.#child?.kill('SIGKILL');
    this.#child = undefined;
  }

  async #ask(asked: Asked): Promise<Told> {
    clearTimeout(this.#idle);
    const child = (this.#child ??= start());
    const over = new AbortController();
    const end = setTimeout(() => over.abort(), this.withinMs);
    const watch = setInterval(() => (memoryOf(child.pid ?? 0) > MEMORY_MIB ? over.abort() : undefined), WATCH_MS);
    const died = () => over.abort();
    child.once('exit', died);
    try {
      child.send(asked, (error) => (error ? over.abort() : undefined));
      const [told] = (await once(child, 'message', { signal: over.signal })) as [Told];
      this.#idle = setTimeout(() => this.close(), IDLE_MS).unref();
      return told;
    } catch {
      this.close();
      return { refused: { kind: 'invalid', code: 'pdf.damaged', facts: {}, field: 'file' } };
    } finally {
      child.off('exit', died);
      clearTimeout(end);
      clearInterval(watch);
    }
  }
}

function start(): ChildProcess {
  const args = [`--max-old-space-size=${MEMORY_MIB / 2}`, '--import', LOADER, CHILD]; // the other half is for bytes, which no heap limit counts
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'ignore', 'ipc'], serialization: 'advanced', env: { PATH: '/usr/local/bin:/usr/bin:/bin', LANG: 'C.UTF-8' } });
  child.on('error', () => undefined); // whoever waits for the answer hears of it
  child.unref();
  child.channel?.unref();
  return child;
}
