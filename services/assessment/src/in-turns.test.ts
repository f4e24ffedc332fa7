import { readdirSync, readFileSync } from 'node:fs';

/** What decides a whole round, or one unit under rules that may be hostile, at one go. */
const AT_ONE_GO = ['adjust', 'compareSchemes', 'decide', 'declarable', 'declarationLimit', 'groupsIn', 'outcomes', 'quotaGroups'];

test('whatever this service decides it decides in turns, so that nobody waits for the round of others', () => {
  const here = new URL('./', import.meta.url);
  const files = readdirSync(here, { recursive: true }).map(String).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && !name.endsWith('.fixture.ts'));
  const imported = files.flatMap((name) => {
    const [, names = ''] = /import \{([^}]*)\} from '@xingchuang\/schemes'/.exec(readFileSync(new URL(name, here), 'utf8')) ?? [];
    return names.split(',').map((one) => `${name}: ${one.trim()}`);
  });
  expect(imported.filter((one) => one.endsWith(': decideInPieces'))).not.toEqual([]);
  expect(imported.filter((one) => AT_ONE_GO.includes(one.split(': ')[1]!))).toEqual([]);
});
