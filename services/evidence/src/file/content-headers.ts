import { Refusal } from '@xingchuang/rules';

/** Served bytes stay inert whatever they are: no guessing of types, no scripts, no frames of others (RELIABILITY E5, E6). */
const INERT = {
  'x-content-type-options': 'nosniff',
  'content-security-policy': "sandbox; default-src 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'private, no-cache',
};

export function contentHeaders(about: { readonly mediaType: string; readonly sha256: string; readonly name: string }): Record<string, string> {
  return { ...INERT, 'content-type': about.mediaType, etag: `"${about.sha256}"`, 'content-disposition': disposition(about.name) };
}

/** RFC 6266 with the name of RFC 8187 for Unicode, and one of plain letters for programs that know neither. */
export function disposition(name: string): string {
  const plain = name.replaceAll(/[^\x20-\x7e]|["\\%]/gu, '_');
  const encoded = encodeURIComponent(name.toWellFormed()).replaceAll(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}

/** The one range that a header asks for; several at once, or another unit, are answered with the whole. Refuses one that holds no byte. */
export function rangeOf(header: string | undefined, size: number): { readonly from: number; readonly to: number } | undefined {
  const asked = /^bytes=(\d*)-(\d*)$/.exec(header ?? '');
  if (!asked || (asked[1] === '' && asked[2] === '')) return undefined;
  const [first, last] = [asked[1], asked[2]].map((text) => (text === '' ? undefined : Number(text)));
  const from = first ?? Math.max(0, size - last!);
  const to = first === undefined ? size - 1 : Math.min(last ?? size - 1, size - 1);
  if (from > to) throw new Refusal('invalid', 'file.range', { size }, 'Range');
  return { from, to };
}
