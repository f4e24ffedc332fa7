import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeKey } from '@xingchuang/pdf';

const PASSWORD = 'demo';
/** Longer than any rehearsal goes back or forth. */
const TERM = [new Date('2020-01-01T00:00:00Z'), new Date('2049-12-31T00:00:00Z')] as const;

/** A key that nobody vouches for, for this run alone: what it signs can be checked against the authority that lies beside it. */
export function demoKey(dir: string): Readonly<Record<string, string>> {
  const [key, authority] = [join(dir, 'demo-key.p12'), join(dir, 'demo-authority.pem')];
  const made = makeKey('演示用组织（不受信任）', PASSWORD, ...TERM);
  mkdirSync(dir, { recursive: true });
  writeFileSync(key, made.file, { mode: 0o600 });
  writeFileSync(authority, made.authority);
  return { SIGNING_KEY: key, SIGNING_PASSWORD: PASSWORD };
}
