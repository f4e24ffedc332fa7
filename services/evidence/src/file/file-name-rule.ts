import { Refusal } from '@xingchuang/rules';

/** More than any system lets a person type; what is longer is no name. */
const LONGEST = 1_000;
const FIELD = 'X-File-Name';
// Line ends and NUL could cut a header or a path in two; a name with a separator is a path. All else a person can type stays as it is.
const FORBIDDEN = /[\u0000-\u001f\u007f-\u009f/\\]/;

/** The name that a header carries percent-encoded, so that any Unicode survives HTTP; counted in characters as people see code points. */
export function fileName(header: string | undefined): string {
  if (header === undefined || header === '') throw new Refusal('invalid', 'file.name-missing', {}, FIELD);
  return checkedName(decoded(header), FIELD);
}

/** A name as it was typed: any Unicode, composed or not. */
export function checkedName(name: string, field: string): string {
  const length = [...name].length;
  if (name.trim() === '' || length > LONGEST) throw new Refusal('invalid', 'file.name-length', { length, longest: LONGEST }, field);
  if (FORBIDDEN.test(name)) throw new Refusal('invalid', 'file.name-characters', {}, field);
  return name;
}

/** What follows the last dot, lower-case, where it looks like an extension: `会议3.5` has none. */
export function extensionOf(name: string): string | undefined {
  const found = /\.([a-z0-9]{1,8})$/i.exec(name)?.[1]?.toLowerCase();
  return found !== undefined && /[a-z]/.test(found) ? found : undefined;
}

function decoded(header: string): string {
  try {
    return decodeURIComponent(header);
  } catch {
    throw new Refusal('invalid', 'file.name-encoding', {}, FIELD);
  }
}
