import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { find } from '../../../scripts/servers.mjs';

// Independent judges of PDF/A and of signatures: veraPDF, poppler with NSS, pyHanko.

/** What veraPDF finds wrong with each file, by clause; an empty list each where all is well. Flavours: 2a, 2b, 2u, ua1. */
export async function conformance(files: Readonly<Record<string, Uint8Array>>, flavour: string): Promise<Record<string, string[]>> {
  const jars = await find('verapdf');
  return inFolder((folder) => {
    const paths = Object.entries(files).map(([name, bytes]) => saved(folder, `${name}.pdf`, bytes));
    const { stdout, stderr, error } = spawnSync('java', ['-cp', `${jars}/*`, 'org.verapdf.apps.GreenfieldCliWrapper', '-f', flavour, '--format', 'text', '-v', ...paths]);
    if (error) throw error;
    const found: Record<string, string[]> = {};
    let last: string[] = [];
    for (const line of stdout.toString().split('\n')) {
      const head = /^(PASS|FAIL) .*\/(.+)\.pdf /.exec(line);
      if (head?.[2]) found[head[2]] = last = [];
      else if (line.trim()) last.push(line.trim());
      if (head?.[1] === 'FAIL') last.push('fails');
    }
    if (Object.keys(found).length !== paths.length) throw new Error(`veraPDF judged ${Object.keys(found).length} of ${paths.length} files: ${stderr}`);
    return found;
  });
}

/** What poppler says of each signature of a file: its validity, whether its certificate is trusted, and how much it covers. */
export function pdfsig(pdf: Uint8Array, caFile: string): { valid: string; certificate: string; coversAll: boolean; signer: string }[] {
  return inFolder((folder) => {
    const store = ['-d', `sql:${folder}`];
    run('certutil', ['-N', ...store, '--empty-password']);
    run('certutil', ['-A', ...store, '-n', 'ca', '-t', 'CT,C,C', '-i', caFile]);
    const said = run('pdfsig', ['-nssdir', folder, saved(folder, 'a.pdf', pdf)]); // its exit code says nothing of validity
    return said
      .split(/^Signature #/m)
      .slice(1)
      .map((part) => ({
        valid: /Signature Validation: (.+)/.exec(part)?.[1] ?? '',
        certificate: /Certificate Validation: (.+)/.exec(part)?.[1] ?? '',
        coversAll: part.includes('Total document signed'),
        signer: /Signer Certificate Common Name: (.+)/.exec(part)?.[1] ?? '',
      }));
  });
}

/** pyHanko's verdict on every signature, in full. `ok` is its own bottom line: true only if nothing at all is wrong. */
export async function pyhanko(pdf: Uint8Array, caFile: string): Promise<{ ok: boolean; said: string }> {
  const PYTHONPATH = await find('pyhanko');
  return inFolder((folder) => {
    const options = ['-m', 'pyhanko', 'sign', 'validate', '--pretty-print', '--trust', caFile, '--no-revocation-check', saved(folder, 'a.pdf', pdf)];
    const { status, stdout, stderr, error } = spawnSync('python3', options, { env: { ...process.env, PYTHONPATH, PYTHONIOENCODING: 'utf8' } });
    if (error) throw error;
    return { ok: status === 0, said: `${stdout}${stderr}` };
  });
}

function run(tool: string, options: string[]): string {
  const { error, status, stdout, stderr } = spawnSync(tool, options);
  if (error) throw new Error(`${tool} is needed to check signatures (node scripts/servers.mjs): ${error.message}`);
  if (status !== 0) throw new Error(`${tool} ${options.join(' ')} → ${status}: ${stderr}`);
  return stdout.toString();
}

function saved(folder: string, name: string, bytes: Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

function inFolder<T>(use: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'pdf-judge-'));
  try {
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
