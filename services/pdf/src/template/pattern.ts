import type { Piece } from '../font/glyph-shaper.ts';
import { printed, type Field, type Fields } from './fields.ts';

/** Text of a layout with places for values: `在{programme}中`; `{#}` is the number of a row; `{{` a brace as such. */
export type Pattern = readonly ({ readonly text: string } | { readonly place: string })[];

const TOKEN = /\{\{|\{(#|[a-zA-Z][a-zA-Z0-9.]*)\}/g;

export function parsePattern(source: string): Pattern {
  const parts: ({ text: string } | { place: string })[] = [];
  let at = 0;
  for (const match of source.matchAll(TOKEN)) {
    if (match.index > at) parts.push({ text: source.slice(at, match.index) });
    parts.push(match[1] === undefined ? { text: '{' } : { place: match[1] });
    at = match.index + match[0].length;
  }
  if (at < source.length) parts.push({ text: source.slice(at) });
  return parts;
}

export const placesOf = (pattern: Pattern): string[] => pattern.flatMap((part) => ('place' in part ? [part.place] : []));

/** Where the values of a pattern come from: the data, and within a list its row. */
export interface Scope {
  readonly fields: Fields;
  readonly data: Readonly<Record<string, unknown>>;
  readonly row?: { readonly list: string; readonly index: number; readonly fields: Fields; readonly data: Readonly<Record<string, unknown>> };
}

/**
 * The text with its values, each as it is printed, or raw for a code: what a value contains is never read as a pattern again. Undefined
 * where a value is missing, which only optional ones can be.
 */
export function fill(pattern: Pattern, scope: Scope, show: Show = printed): Piece[] | undefined {
  const pieces: Piece[] = [];
  for (const part of pattern) {
    if ('text' in part) pieces.push({ text: part.text, field: 'label' });
    else {
      const found = lookUp(part.place, scope, show);
      if (!found) return undefined;
      pieces.push(found);
    }
  }
  return pieces;
}

type Show = (field: Field, value: unknown) => string;
export const raw: Show = (_, value) => String(value);

function lookUp(place: string, { fields, data, row }: Scope, show: Show): Piece | undefined {
  if (place === '#') return { text: String((row?.index ?? 0) + 1), field: 'label' };
  if (row && Object.hasOwn(row.fields, place)) return piece(row.fields[place], row.data[place], `${row.list}[${row.index}].${place}`, show);
  let [field, value, inside]: [Field | undefined, unknown, Fields] = [undefined, data, fields];
  for (const key of place.split('.')) {
    field = Object.hasOwn(inside, key) ? inside[key] : undefined;
    value = (value as Record<string, unknown> | undefined)?.[key];
    inside = field?.type === 'group' ? field.of : {};
  }
  return piece(field, value, place, show);
}

const piece = (field: Field | undefined, value: unknown, path: string, show: Show): Piece | undefined =>
  field === undefined || value === undefined ? undefined : { text: show(field, value), field: path };

/** The kind of field a place names, or undefined where there is none: what a layout is checked with. */
export function fieldAt(place: string, fields: Fields): Field | undefined {
  const [first = '', ...rest] = place.split('.');
  const field = Object.hasOwn(fields, first) ? fields[first] : undefined;
  if (rest.length === 0) return field;
  return field?.type === 'group' ? fieldAt(rest.join('.'), field.of) : undefined;
}
