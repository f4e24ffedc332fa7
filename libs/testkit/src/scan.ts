import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What a scanner reads from the first page of a PDF: printed by poppler, read by zbar, as a phone would from paper. */
export function scannedCode(pdf: Uint8Array): string {
  const folder = mkdtempSync(join(tmpdir(), 'xingchuang-scan-'));
  try {
    writeFileSync(join(folder, 'a.pdf'), pdf);
    execFileSync('pdftoppm', ['-r', '150', '-png', '-singlefile', join(folder, 'a.pdf'), join(folder, 'a')]);
    return execFileSync('zbarimg', ['-q', '--raw', join(folder, 'a.png')], { stdio: ['ignore', 'pipe', 'ignore'] }).toString().trim(); // it complains of a missing session bus
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
