import type { ScanView } from '@xingchuang/contracts';
import { Refusal } from '@xingchuang/rules';

/** What a scanner gave as its answer, or why it gave none. */
export type Finding =
  | { readonly verdict: 'clean' | 'infected'; readonly engine: string; readonly signatures: string; readonly found?: string }
  | { readonly verdict: 'none'; readonly reason: NonNullable<ScanView['reason']> };

export type ScannerMode = 'required' | 'optional' | 'off';

/** What follows from a scanner's answer: where one is required, a file without a verdict waits in quarantine. */
export function scanOf(finding: Finding, mode: ScannerMode, at: string): ScanView {
  if (finding.verdict === 'none') return { state: mode === 'required' ? 'quarantined' : 'clean', at, reason: finding.reason };
  const { verdict, engine, signatures, found } = finding;
  return { state: verdict === 'clean' ? 'clean' : 'refused', engine, signatures, at, ...(found !== undefined && { found }) };
}

/** Bytes that may be given out. Refuses those that no required scanner has seen, and those in which one found something. */
export function usable<T extends { readonly scan: ScanView }>(file: T): T {
  if (file.scan.state === 'quarantined') throw new Refusal('conflict', 'file.quarantined');
  if (file.scan.state === 'refused') throw infected(file.scan);
  return file;
}

export const infected = ({ found = '' }: ScanView): Refusal => new Refusal('invalid', 'file.infected', { found }, 'file');
