/** The plain files of BagIt 1.0 (RFC 8493). */
export const BAGIT_TXT = 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n';

/** Paths with a line end or a percent sign are written percent-encoded (2.1.3). */
const encodePath = (path: string): string => path.replaceAll(/[%\r\n]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`);
const decodePath = (path: string): string => path.replaceAll(/%(0D|0A|25)/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));

export interface ManifestLine {
  readonly path: string;
  readonly sha256: string;
}

export const manifestText = (lines: readonly ManifestLine[]): string =>
  lines
    .toSorted((one, other) => (one.path < other.path ? -1 : 1))
    .map(({ path, sha256 }) => `${sha256}  ${encodePath(path)}\n`)
    .join('');

/** The lines of a manifest by path; undefined where it is not written exactly as `manifestText` writes it: no byte of it may change unnoticed. */
export function parseManifest(text: string): Map<string, string> | undefined {
  const lines = text.split('\n').slice(0, -1).map((line) => /^([0-9a-f]{64}) {2}(.+)$/s.exec(line));
  const found = new Map(lines.map((line) => [decodePath(line?.[2] ?? ''), line?.[1] ?? '']));
  return manifestText([...found].map(([path, sha256]) => ({ path, sha256 }))) === text ? found : undefined;
}

/** One line per element; words with a line end are put on one line. */
export const infoText = (elements: readonly (readonly [string, string])[]): string => elements.map(([name, value]) => `${name}: ${value.replaceAll(/[\r\n]+/g, ' ').trim()}\n`).join('');
