/** JSON that has no single canonical form: the same text could be read in two ways, or two texts would look alike. */
export class NotCanonical extends Error {
  override readonly name = 'NotCanonical';

  constructor(
    readonly reason: string,
    /** Where: a path such as `fields.minutes`, or the offset in a text. */
    readonly place: string,
  ) {
    super(`${reason} at ${place || 'the top'}`);
  }
}

const DEEPEST = 64;

/**
 * The one text of a JSON value (RFC 8785): keys in the order of their UTF-16 units, no space, numbers as ECMAScript writes them.
 * Members that are undefined do not exist, as in JSON; what JSON cannot say (dates, functions, lone surrogates, infinity) is refused.
 */
export function canonicalJson(value: unknown): string {
  return write(value, '', 0);
}

function write(value: unknown, place: string, depth: number): string {
  if (depth > DEEPEST) throw new NotCanonical('nested too deep', place);
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return text(value, place);
  if (typeof value === 'number') return number(value, place);
  if (Array.isArray(value)) return `[${value.map((item, index) => write(item, `${place}[${index}]`, depth + 1)).join(',')}]`;
  if (typeof value !== 'object' || !isPlain(value)) throw new NotCanonical(`a ${typeof value} that JSON cannot say`, place);
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  members.sort(([one], [other]) => (one < other ? -1 : 1)); // strings compare by UTF-16 units, as the standard asks
  return `{${members.map(([key, member]) => `${text(key, place)}:${write(member, place === '' ? key : `${place}.${key}`, depth + 1)}`).join(',')}}`;
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function text(value: string, place: string): string {
  if (!value.isWellFormed()) throw new NotCanonical('a lone surrogate', place);
  return JSON.stringify(value);
}

function number(value: number, place: string): string {
  if (!Number.isFinite(value)) throw new NotCanonical(`the number ${value}`, place);
  return JSON.stringify(value); // -0 becomes 0
}
