import { readFileSync } from 'node:fs';

/** Everything that an entry pulls in, following the project's own files. */
function pulled(entry: string, seen = new Set<string>()): Set<string> {
  const url = new URL(entry, import.meta.url);
  for (const [, from] of readFileSync(url, 'utf8').matchAll(/^(?:import|export)(?! type)[^;]*? from '([^']+)';/gm)) {
    if (seen.has(from!)) continue;
    seen.add(from!);
    if (from!.startsWith('./')) pulled(from!, seen);
  }
  return seen;
}
const packages = (entry: string): string[] => [...pulled(entry)].filter((from) => !/^(\.|node:)/.test(from)).sort();

test.each([
  ['./index.ts', ['@xingchuang/rules']],
  ['./mongo.ts', ['@xingchuang/rules']],
  ['./bus-nats.ts', ['@nats-io/jetstream', '@nats-io/transport-node', '@xingchuang/rules']],
])('%s pulls no driver but its own', (entry, expected) => {
  expect(packages(entry)).toEqual(expected);
});
