import { NotCanonical } from './canonical.ts';

const DEEPEST = 64;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const SPACE = /[ \t\n\r]*/y;

/**
 * Reads JSON that can be read in one way only: a byte order mark, bytes that are not UTF-8, a key twice in one object, a lone surrogate
 * and a number that a double does not hold exactly as written are refused with `NotCanonical`, where `JSON.parse` would quietly choose.
 */
export function parseJson(source: string | Uint8Array): unknown {
  return new Reader(typeof source === 'string' ? source : decode(source)).document();
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new NotCanonical('bytes that are not UTF-8', '');
  }
}

class Reader {
  #at = 0;

  constructor(readonly source: string) {}

  document(): unknown {
    if (this.source.startsWith('\uFEFF')) throw new NotCanonical('a byte order mark', '0');
    const value = this.#value(0);
    this.#skip();
    if (this.#at < this.source.length) throw this.#fault('more text after the value');
    return value;
  }

  #value(depth: number): unknown {
    if (depth > DEEPEST) throw this.#fault('nested too deep');
    this.#skip();
    const next = this.source[this.#at];
    if (next === '{') return this.#object(depth);
    if (next === '[') return this.#array(depth);
    if (next === '"') return this.#string();
    for (const [word, value] of [['true', true], ['false', false], ['null', null]] as const) {
      if (this.source.startsWith(word, this.#at)) {
        this.#at += word.length;
        return value;
      }
    }
    return this.#number();
  }

  #object(depth: number): Record<string, unknown> {
    const found = new Map<string, unknown>();
    this.#at += 1;
    if (!this.#is('}')) {
      do {
        this.#skip();
        const key = this.#string();
        if (found.has(key)) throw this.#fault(`the key ${JSON.stringify(key)} twice`);
        if (!this.#is(':')) throw this.#fault('no colon');
        found.set(key, this.#value(depth + 1));
      } while (this.#is(','));
      if (!this.#is('}')) throw this.#fault('no end of the object');
    }
    return Object.fromEntries(found);
  }

  #array(depth: number): unknown[] {
    const found: unknown[] = [];
    this.#at += 1;
    if (this.#is(']')) return found;
    do found.push(this.#value(depth + 1));
    while (this.#is(','));
    if (!this.#is(']')) throw this.#fault('no end of the array');
    return found;
  }

  #string(): string {
    const value = JSON.parse(this.#take(STRING, 'no text')) as string;
    if (!value.isWellFormed()) throw this.#fault('a lone surrogate');
    return value;
  }

  #number(): number {
    const written = this.#take(NUMBER, 'no value');
    const value = Number(written);
    if (!Number.isFinite(value) || decimal(written) !== decimal(JSON.stringify(value))) throw this.#fault(`the number ${written.slice(0, 40)}, which would come out as another one,`);
    return value;
  }

  #is(sign: string): boolean {
    this.#skip();
    if (this.source[this.#at] !== sign) return false;
    this.#at += 1;
    return true;
  }

  #skip(): void {
    SPACE.lastIndex = this.#at;
    SPACE.exec(this.source);
    this.#at = SPACE.lastIndex;
  }

  #take(pattern: RegExp, otherwise: string): string {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.source)?.[0];
    if (found === undefined) throw this.#fault(otherwise);
    this.#at += found.length;
    return found;
  }

  #fault(reason: string): NotCanonical {
    return new NotCanonical(reason, `offset ${this.#at}`);
  }
}

/** A number apart from how it is written: its digits and the power of ten; `1E2` and `100.0` are alike. */
function decimal(written: string): string {
  const [, sign = '', whole = '', fraction = '', power = '0'] = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(written)!;
  const digits = (whole + fraction).replace(/^0+/, '');
  const significant = digits.replace(/0+$/, '');
  return significant === '' ? '0' : `${sign}${significant}e${Number(power) - fraction.length + digits.length - significant.length}`;
}
