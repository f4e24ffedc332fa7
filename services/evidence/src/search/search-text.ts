/** Ends a passage: a match never reaches from one field of a record into the next. */
export const PASSAGE_END = '\u2029';

/** A text as search compares it, and where each of its units stands in the text as it was written. */
export interface Folded {
  readonly text: string;
  /** Of each UTF-16 unit of `text`: the begin and the end, in the source, of the sign that it comes from. */
  readonly from: readonly number[];
  readonly to: readonly number[];
}

const CLUSTER = /\P{M}\p{M}*|\p{M}+/uy;
/** Scripts that are written without blanks; a scan puts blanks and line ends between their signs all the same. */
const WIDE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Bopomofo}\u3001-\u303f]/u;
const BLANK = /^\s+$/u;
const INVISIBLE = /[\p{Cf}\p{Cc}\p{Cs}]/gu;

/**
 * Width, case and compatibility forms are folded (NFKC, lower case); invisible signs go; blanks become one blank, and none beside
 * a sign of a script that is written without blanks. Sign by sign, so that each place of the result has one in the source.
 */
export function fold(source: string): Folded {
  let text = '';
  const from: number[] = [];
  const to: number[] = [];
  let blank: number | undefined; // where the blanks began that may have to stay
  let isWide = true; // so that none stay at the beginning
  const put = (signs: string, begin: number, end: number) => {
    text += signs;
    for (let unit = 0; unit < signs.length; unit += 1) {
      from.push(begin);
      to.push(end);
    }
  };
  for (let at = 0; at < source.length; ) {
    const end = clusterEnd(source, at);
    const sign = source.slice(at, end);
    if (sign === PASSAGE_END) {
      put('\n', at, end);
      blank = undefined;
      isWide = true;
    } else if (BLANK.test(sign)) {
      blank ??= at;
    } else {
      const folded = foldSign(sign);
      if (folded !== '') {
        const nextIsWide = WIDE.test(folded);
        if (blank !== undefined && !isWide && !nextIsWide) put(' ', blank, at);
        blank = undefined;
        isWide = nextIsWide;
        put(folded, at, end);
      }
    }
    at = end;
  }
  return { text, from, to };
}

const isPlain = (code: number): boolean => code < 0x300 || (code >= 0x4e00 && code <= 0x9fff);

function clusterEnd(source: string, at: number): number {
  if (isPlain(source.charCodeAt(at)) && (at + 1 === source.length || isPlain(source.charCodeAt(at + 1)))) return at + 1; // nearly always
  CLUSTER.lastIndex = at;
  return at + (CLUSTER.exec(source)?.[0].length ?? 1);
}

function foldSign(sign: string): string {
  const code = sign.charCodeAt(0);
  if (sign.length === 1 && code >= 0x4e00 && code <= 0x9fff) return sign;
  if (sign.length === 1 && code > 0x20 && code < 0x7f) return sign.toLowerCase();
  return sign.normalize('NFKC').toLowerCase().normalize('NFKC').replaceAll(INVISIBLE, '').replaceAll(/\s/gu, ''); // some signs are compatible with a blank and a mark
}

const isWordy = (sign: string): boolean => sign.length === 1 && ((sign >= 'a' && sign <= 'z') || (sign >= '0' && sign <= '9'));

/** Pairs of Latin letters and digits say little; a date or a number in a name is told by six of them. */
const WORDY_LENGTHS = [3, 6];

/**
 * The keys under which a folded text is found: each pair of neighbouring signs, and of Latin letters and digits also each three and
 * six that stand together. A text that holds a term has every key of the term, so the keys never miss.
 */
export function gramsOf(folded: string): Set<string> {
  const grams = new Set<string>();
  for (const passage of folded.split('\n')) {
    const signs = [...passage];
    let run = 0; // how many wordy signs end here
    for (const [i, sign] of signs.entries()) {
      run = isWordy(sign) ? run + 1 : 0;
      if (i > 0) grams.add(signs[i - 1]! + sign);
      for (const length of WORDY_LENGTHS) if (run >= length) grams.add(signs.slice(i - length + 1, i + 1).join(''));
    }
  }
  return grams;
}

/** Of the keys of a term those that say most: none that stands within a longer one. */
export function tellingGrams(term: string): string[] {
  const grams = [...gramsOf(term)];
  return grams.filter((gram) => !grams.some((longer) => longer.length > gram.length && longer.includes(gram)));
}

/** The longest term that can be asked for, in signs. */
export const LONGEST_TERM = 64;
const PART = 2_000;
const OVERLAP = 2 * LONGEST_TERM; // in UTF-16 units; a sign has at most two

export interface Part {
  readonly text: string;
  readonly folded: string;
}

/** A text in parts that overlap by more than the longest term, so that what is in the text is in one of the parts. */
export function partsOf(source: string, most: number): Part[] {
  const { text, from, to } = fold(source);
  const parts: Part[] = [];
  for (let begin = 0; parts.length < most; ) {
    const end = whole(text, Math.min(text.length, begin + PART));
    parts.push({ text: source.slice(from[begin] ?? 0, to[end - 1] ?? 0), folded: text.slice(begin, end) });
    if (end === text.length) break;
    begin = whole(text, end - OVERLAP);
  }
  return parts;
}

/** A place that does not lie within a sign of two units. */
const whole = (text: string, at: number): number => (at > 0 && /^[\udc00-\udfff]$/.test(text.charAt(at)) ? at - 1 : at);
