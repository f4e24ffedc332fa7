#!/usr/bin/env node
// Hands over to the Node version of this repository (in the image, which leaves it out, to its own) with the TypeScript hook; the exit code is the command's own.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const at = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const own = at('node_modules/node/bin/node');
const child = spawn(existsSync(own) ? own : process.execPath, ['--max-semi-space-size=8', '--import', at('scripts/ts.mjs'), at('services/all/src/cli.ts'), ...process.argv.slice(2)], { stdio: 'inherit' });
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
