// Generates the contracts' code and the REST description anew and compares them with what is checked in.
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../', import.meta.url));
const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
execFileSync(npm, ['run', '-s', 'gen'], { cwd: root, stdio: 'inherit' });
const changed = execFileSync('git', ['status', '--porcelain', '--', 'libs/contracts/src/gen', 'docs/openapi', 'docs/scheme.schema.json'], { cwd: root, encoding: 'utf8' });
if (changed) {
  process.stderr.write(`生成的文件不是最新的，请运行 npm run gen 并提交 / generated files are stale, run npm run gen and commit:\n${changed}`);
  process.exit(1);
}
