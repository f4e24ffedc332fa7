// Compiles every service once, so that a first start finds the work done.
import { readdirSync } from 'node:fs';
import { SERVICES } from '../services/all/src/services.ts';

// What runs in a process of its own is not reached from there.
const parsers = new URL('../services/evidence/src/derived/parse/', import.meta.url);
for (const name of readdirSync(parsers).filter((one) => /(?<!\.d|\.test)\.ts$/.test(one))) await import(new URL(name, parsers).href);
await import(new URL('../parser-child.ts', parsers).href);

process.stdout.write(`${SERVICES.length} services compiled\n`);
process.exit(0);
