/** Something that is not as it was written: what, where, and both values. */
export interface Difference {
  readonly object: string;
  readonly place: string;
  /** In a campaign: what of the unit, by which clause of the scheme, and where that clause comes from. */
  readonly item?: string;
  readonly clause?: string;
  readonly source?: string;
  readonly expected?: string;
  readonly found?: string;
}

/** Files of a package or a log copy, by their path from its root; undefined where there is none. */
export interface Reader {
  list(): readonly string[];
  read(path: string): Buffer | undefined;
  /** SHA-256 in hex of a file that may be too large to be read whole. */
  digest?(path: string): string | undefined;
}

export interface Report {
  /** How many things were looked at. */
  readonly checked: number;
  readonly differences: readonly Difference[];
  /** One digest for all of a package: where it was published, it says that this is the same package. */
  readonly digest?: string;
  /** Where a copy of the log first speaks of this digest. */
  readonly logged?: { readonly index: number; readonly act: string; readonly at: string };
}

export const merged = (reports: readonly Report[]): Report => ({ checked: reports.reduce((sum, { checked }) => sum + checked, 0), differences: reports.flatMap(({ differences }) => differences) });
