import fc from 'fast-check';
import { filePaths, isSafeName, nameKey } from './bag-names.ts';
import { cell, table } from './bag-table.ts';
import { infoText, manifestText, parseManifest } from './bag-text.ts';

const at = (id: string, name: string) => ({ id, name, receivedAt: '2025-03-05T02:00:00.000Z' });
const ID = '01a1fcfe-156f-7ec9-9e52-4ec3a8e42437';
const pathOf = (name: string): string => filePaths([at(ID, name)]).get(ID)!;

test.each([
  ['会议记录 3.5（终稿）.docx', '会议记录 3.5（终稿）.docx'],
  ['👨‍👩‍👧.jpg', '👨_👩_👧_4ec3a8e42437.jpg'],
  ['完成100%.txt', '完成100__4ec3a8e42437.txt'],
  ['$HOME.txt', '_HOME_4ec3a8e42437.txt'],
  ['nul', 'nul_4ec3a8e42437'],
  ['COM1.jpg', 'COM1_4ec3a8e42437.jpg'],
  ['.bashrc', '_4ec3a8e42437.bashrc'],
  ['结尾有点.', '结尾有点_4ec3a8e42437'],
  ['gpj.\u202edoc', 'gpj._doc_4ec3a8e42437'],
  ['cafe\u0301.txt', 'café_4ec3a8e42437.txt'],
  ['半个\ud800.txt', '半个\ufffd_4ec3a8e42437.txt'],
])('%s lies at %s', (name, path) => {
  expect(pathOf(name).slice('data/files/2025-03/'.length)).toBe(path.replace('\ufffd', '_'));
});

test('names that some system cannot tell apart all bear the end of their ids', () => {
  const paths = filePaths([at('a-000000000001', '照片.JPG'), at('b-000000000002', '照片.jpg'), at('c-000000000003', '别的.jpg')]);
  expect([...paths.values()].map((path) => path.slice('data/files/2025-03/'.length))).toEqual(['照片_000000000001.JPG', '照片_000000000002.jpg', '别的.jpg']);
});

test('whatever people call their files, every path is safe and no two are alike', () => {
  const names = fc.uniqueArray(fc.record({ id: fc.uuid(), name: fc.oneof(fc.string({ unit: 'binary', minLength: 1, maxLength: 255 }), fc.constantFrom('a.txt', 'A.TXT', 'á.txt', 'a\u0301.txt', '..', 'con')) }), { selector: ({ id }) => id.slice(-12), minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(names, (files) => {
      const paths = [...filePaths(files.map(({ id, name }) => at(id, name))).values()];
      expect(new Set(paths.map(nameKey)).size).toBe(files.length);
      for (const path of paths) expect(isSafeName(path.split('/').slice(3).join('/'))).toBe(true);
    }),
  );
});

test('a manifest is read as it was written, whatever the paths', () => {
  const lines = fc.uniqueArray(fc.record({ path: fc.string({ unit: 'grapheme', minLength: 1 }).map((name) => `data/${name}`), sha256: fc.stringMatching(/^[0-9a-f]{64}$/) }), { selector: ({ path }) => path });
  fc.assert(fc.property(lines, (all) => void expect(parseManifest(manifestText(all))).toEqual(new Map(all.map(({ path, sha256 }) => [path, sha256])))));
  expect(manifestText([{ path: 'data/a\r\n%b', sha256: '0'.repeat(64) }])).toBe(`${'0'.repeat(64)}  data/a%0D%0A%25b\n`);
});

test.each(['', 'xyz  data/a', `${'0'.repeat(63)}  data/a`, `${'0'.repeat(64)}`, `${'0'.repeat(64)}  data/a\n${'1'.repeat(64)}  data/a`].slice(1))('%j is no manifest', (text) => {
  expect(parseManifest(text)).toBeUndefined();
});

test.each([
  ['=1+1', "'=1+1"], ['+86', "'+86"], ['-1', "'-1"], ['@x', "'@x"], [-1, '-1'], ['a,b', '"a,b"'], ['说"好"', '"说""好"""'], ['两\n行', '"两\n行"'], [undefined, ''], [[{ personId: 'p' }], '"[{""personId"":""p""}]"'],
])('the cell of %j is %s', (value, written) => {
  expect(cell(value)).toBe(written);
});

test('tables begin with the mark of UTF-8, info holds one line per element', () => {
  expect(table([['甲', 1]])).toBe('\uFEFF甲,1\r\n');
  expect(infoText([['External-Description', '第一行\n第二行']])).toBe('External-Description: 第一行 第二行\n');
});
