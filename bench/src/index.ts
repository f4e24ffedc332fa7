// Runs the measurements named, or all of them, one after the other, each in a process of its own: one JSON line each.
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';

const here = new URL('./', import.meta.url);
const all = readdirSync(here).filter((name) => name.endsWith('.ts') && name !== 'index.ts' && !name.includes('.fixture.')).map((name) => name.slice(0, -'.ts'.length));
const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !all.includes(name));
if (unknown.length > 0) throw new Error(`no such measurement: ${unknown.join(', ')}; there are ${all.join(', ')}`);
for (const name of asked.length > 0 ? asked : all) {
  const { status } = spawnSync(process.execPath, [...process.execArgv, new URL(`${name}.ts`, here).pathname], { stdio: 'inherit' });
  if (status !== 0) process.exitCode = 1;
}
