// A year of the whole programme, all scenarios together, on the rehearsal clock: one JSON line with the seconds, those of the processor and how often each automatic step happened;
// the steps themselves, line by line, in out/year-steps.csv.
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { closeRun, openRun } from '@xingchuang/testkit';
import { allCases } from '../../e2e/fixtures/scenarios/cases.ts';
import { playYear } from '../../e2e/src/scenarios/year.ts';

const TARGET_SECONDS = 60;
const OUT = fileURLToPath(new URL('../../out/', import.meta.url));
const rounded = (seconds: number) => Math.round(seconds * 10) / 10;
await openRun();
try {
  const { units, days, rows, seconds, processorSeconds, log, refused } = await playYear(allCases().map(({ scheme }) => scheme));
  for (const line of refused) process.stderr.write(`${line}\n`);
  mkdirSync(OUT, { recursive: true });
  writeFileSync(`${OUT}year-steps.csv`, ['service,day,kind,what,unit,count', ...log.map(({ service, day, kind, what, unitId, count }) => [service, day, kind, what, unitId, count].join())].join('\n').concat('\n'));
  const steps = Object.fromEntries([...Map.groupBy(log, ({ service, kind, what }) => `${service}.${kind}.${what}`)].map(([name, some]) => [name, some.length]));
  process.stdout.write(`${JSON.stringify({ bench: 'year', units, days, rows, refused: refused.length, seconds: rounded(seconds), processorSeconds: rounded(processorSeconds), targetSeconds: TARGET_SECONDS, steps })}\n`);
} finally {
  await closeRun();
}
