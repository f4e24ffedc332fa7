import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { shippedRenderer } from '../render.ts';
import { Authority, PASSWORD } from '../sign/authority.fixture.ts';
import { signingKey } from '../sign/signing-key.ts';
import { certificate } from '../template/data.fixture.ts';

/** The commands that docs/documents.md gives to strangers. */
const commands = /```sh\n([\s\S]+?)```/.exec(readFileSync(new URL('../../../../docs/documents.md', import.meta.url), 'utf8'))![1]!;

test('what the documentation tells a stranger to type verifies a certificate, and only an unchanged one', async () => {
  const authority = new Authority();
  const folder = mkdtempSync(join(tmpdir(), 'pdf-stranger-'));
  const check = (pdf: Buffer): string => {
    writeFileSync(join(folder, 'a.pdf'), pdf);
    const { stdout, stderr } = spawnSync('sh', ['-c', commands, 'sh', 'a.pdf', authority.caFile], { cwd: folder });
    return `${stdout}${stderr}`;
  };
  try {
    for (const kind of ['ec', 'rsa'] as const) {
      const pdf = await shippedRenderer().renderSigned('certificate', certificate, { key: signingKey(authority.issue(kind), PASSWORD), at: new Date() });
      expect(check(pdf)).toMatch(/verification successful/i);
      pdf[pdf.indexOf('/Author') + 12]! ^= 1;
      expect(check(pdf)).toMatch(/verification failure/i);
    }
  } finally {
    await authority.close();
    rmSync(folder, { recursive: true });
  }
});
