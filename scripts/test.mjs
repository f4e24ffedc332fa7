// The one test command: everything that must hold, in the order in which it is cheapest to learn that it does not.
// Ends with `N passed, N failed`; a check that could not start has failed.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../', import.meta.url));
const bin = (name) => `${root}node_modules/.bin/${name}`;
const out = `${root}out`;
const report = `${out}/jest.json`;
mkdirSync(out, { recursive: true });

function run(name, command, args, env = {}) {
  process.stdout.write(`\n▶ ${name}\n`);
  const began = Date.now();
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, stdio: 'inherit', env: { ...process.env, PATH: `${root}node_modules/.bin:${process.env.PATH}`, ...env } });
    child.on('error', () => resolve(1));
    child.on('exit', (code) => {
      process.stdout.write(`${code === 0 ? '✔' : '✘'} ${name} (${Math.round((Date.now() - began) / 1000)} s)\n`);
      resolve(code ?? 1);
    });
  });
}

const only = process.argv.slice(2); // paths narrow the run to their tests, for work on one part
let passed = 0;
let failed = 0;
const count = (code) => (code === 0 ? passed++ : failed++);

if (only.length === 0) {
  count(await run('servers and tools', 'node', ['scripts/servers.mjs']));
  count(await run('contracts: buf lint', bin('buf'), ['lint']));
  count(await run('contracts: generated code is current', 'node', ['scripts/check-generated.mjs']));
  count(await run('types', bin('tsc'), ['-p', 'tsconfig.json']));
  count(await run('types of the portal', bin('tsc'), ['-p', 'services/portal/tsconfig.json']));
  count(await run('project graph', bin('nx'), ['show', 'projects'], { NX_DAEMON: 'false' })); // without it the boundary rule passes silently
  count(await run('lint and boundaries', bin('eslint'), ['.', '--max-warnings', '0'], { NX_DAEMON: 'false' }));
  count(await run('portal builds', 'node', ['scripts/build-portal.mjs']));
}

rmSync(report, { force: true });
const jest = await run('unit, contract and end-to-end tests', 'node', ['--experimental-vm-modules', '--no-warnings', 'node_modules/jest/bin/jest.js', '--json', `--outputFile=${report}`, ...only]);
if (existsSync(report)) {
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, numRuntimeErrorTestSuites, testResults } = JSON.parse(readFileSync(report, 'utf8'));
  passed += numPassedTests;
  failed += numFailedTests + numPendingTests + numTodoTests + numRuntimeErrorTestSuites; // a skipped test proves nothing
  for (const { name, status, assertionResults } of testResults.filter((suite) => suite.status === 'failed')) {
    const tests = assertionResults.filter((test) => test.status === 'failed').map((test) => test.fullName);
    process.stdout.write(`✘ ${name.replace(root, '')}: ${tests.join('; ') || status}\n`);
  }
}
if (jest !== 0 && failed === 0) failed++;

process.stdout.write(`\n${passed} passed, ${failed} failed\n`);
process.exit(failed === 0 ? 0 : 1);
