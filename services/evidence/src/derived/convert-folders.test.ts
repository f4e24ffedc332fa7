import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { tempFolder } from '@xingchuang/testkit';
import { ConvertFolders } from './convert-folders.ts';

test('what a killed process left is gone with the next start; what a living one works in stays', async () => {
  const dir = join(tempFolder('converting'), 'converting');
  const mine = await (await ConvertFolders.open(dir)).make();
  const [pid, , rest] = basename(mine).split('.');
  const left = join(dir, [pid, Buffer.from('Thu Jan  1 00:00:00 1970').toString('base64url'), rest].join('.')); // of one with our number, long ago
  mkdirSync(join(left, 'profile'), { recursive: true });
  writeFileSync(join(left, 'document.docx'), 'x');
  await ConvertFolders.open(dir);
  expect(readdirSync(dir)).toEqual([basename(mine)]);
});
