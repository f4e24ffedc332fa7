import { generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { checkpointText, parseCheckpoint, signCheckpoint } from './checkpoint.ts';
import { Frontier, inclusionProof, leafHash } from './merkle.ts';
import { formatNote, isSignedBy, keyOf, keyText, parseKey, parseNote } from './note.ts';
import { checkProof, parseProof, proofText } from './proof-text.ts';
import { commitmentOf, leafBytes, parseLeaf, type Leaf } from './statement.ts';

const newKey = (): Buffer => generateKeyPairSync('ed25519').privateKey.export({ format: 'der', type: 'pkcs8' });
const ORIGIN = 'log.example/archive';
const mine = newKey();
const key = keyOf(ORIGIN, mine);
const leaf = leafHash(Buffer.from('only'));
const frontier = new Frontier();
frontier.append(leaf);
const checkpoint = { origin: ORIGIN, size: 1, root: frontier.root };

describe('a note signed elsewhere', () => {
  // the example of golang.org/x/mod/sumdb/note
  const text = 'If you think cryptography is the answer to your problem,\nthen you don\'t know what your problem is.\n';
  const note = `${text}\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n`;
  const peter = parseKey('PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW')!;

  test('is believed', () => {
    expect(parseNote(note)?.text).toBe(text);
    expect(isSignedBy(parseNote(note)!, peter)).toBe(true);
    expect(keyText(peter)).toBe('PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW');
  });
  test('is not believed with one word changed', () => expect(isSignedBy(parseNote(note.replace('answer', 'Answer'))!, peter)).toBe(false));
});

test('a checkpoint is signed, read and believed; other signatures are kept', () => {
  const signed = signCheckpoint(checkpoint, [mine]);
  const other = newKey();
  const both = formatNote({ ...parseNote(signed)!, signatures: [...parseNote(signed)!.signatures, ...parseNote(signCheckpoint(checkpoint, [other]))!.signatures.map((one) => ({ ...one, name: 'witness.example' }))] });
  const read = parseCheckpoint(both)!;
  expect(read).toMatchObject(checkpoint);
  expect(read.note.signatures.map(({ name }) => name)).toEqual([ORIGIN, 'witness.example']);
  expect(formatNote(read.note)).toBe(both);
  expect([key, keyOf(ORIGIN, other), keyOf('another.example', mine)].map((one) => isSignedBy(read.note, one))).toEqual([true, false, false]);
});

test.each([
  ['a leading zero', '01'], ['a sign', '+1'], ['too large a size', '9007199254740993'], ['no number', 'one'],
])('a checkpoint with %s is none', (_, size) => {
  const text = signCheckpoint(checkpoint, [mine]);
  expect(parseCheckpoint(text.replace('\n1\n', `\n${size}\n`))).toBeUndefined();
});

test('a key whose id is not its own is none', () => {
  expect(parseKey(keyText(key))).toEqual(key);
  expect(parseKey(keyText(key).replace(key.id, '00000000'))).toBeUndefined();
});

test('any one byte changed in a checkpoint is seen', () => {
  const bytes = Buffer.from(signCheckpoint(checkpoint, [mine]));
  for (let at = 0; at < bytes.length; at += 1) {
    const changed = Buffer.from(bytes);
    changed[at]! ^= 1 << (at % 8);
    const read = parseCheckpoint(changed.toString());
    expect(read !== undefined && read.origin === ORIGIN && isSignedBy(read.note, key)).toBe(false);
  }
});

describe('a proof as a file', () => {
  const extra = Buffer.from('only');
  const text = proofText({ index: 0, hashes: inclusionProof(0, 1, () => leaf), checkpoint: signCheckpoint(checkpoint, [mine]), extra });

  test('is read and leads to the checkpoint', () => {
    expect(parseProof(text)?.extra).toEqual(extra);
    expect(checkProof(parseProof(text)!, leaf, [key])).toMatchObject(checkpoint);
  });
  test.each<[string, () => unknown]>([
    ['signature', () => checkProof(parseProof(text)!, leaf, [keyOf(ORIGIN, newKey())])],
    ['path', () => checkProof(parseProof(text)!, leafHash(Buffer.from('other')), [key])],
    ['checkpoint', () => checkProof({ ...parseProof(text)!, checkpoint: checkpointText(checkpoint) }, leaf, [key])],
  ])('names a wrong %s', (wrong, check) => expect(check()).toBe(wrong));
  test('any one byte changed is seen', () => {
    const bytes = Buffer.from(text);
    const extraAt = [bytes.indexOf('extra '), bytes.indexOf('\nindex')];
    for (let at = 0; at < bytes.length; at += 1) {
      const changed = Buffer.from(bytes);
      changed[at]! ^= 1 << (at % 8);
      const read = parseProof(changed.toString());
      const holds = read !== undefined && typeof checkProof(read, leaf, [key]) === 'object';
      expect(holds && !(at > extraAt[0]! && at < extraAt[1]!)).toBe(false); // nobody vouches for the extra
    }
  });
});

describe('a leaf', () => {
  const given: Leaf = { v: 1, at: '2026-01-05T02:00:00.000Z', act: 'file.received', object: '0190', commitment: commitmentOf('00ff', { name: '照片.jpg' }), by: 'ab', prev: 3 };

  test('reads back, whatever its words', () => {
    expect(parseLeaf(leafBytes(given))).toEqual(given);
    const word = fc.oneof(fc.string(), fc.string({ unit: 'grapheme' }));
    fc.assert(fc.property(word, word, word, word, fc.option(fc.maxSafeNat(), { nil: undefined }), (act, at, object, by, prev) => {
      const leaf: Leaf = { v: 1, at, act, object, commitment: '', by, ...(prev !== undefined && { prev }) };
      expect(parseLeaf(leafBytes(leaf))).toEqual(leaf);
    }));
  });
  test('is read in its one right spelling only, whichever byte is another', () => {
    const bytes = leafBytes(given);
    for (let at = 0; at < bytes.length; at += 1) {
      for (const byte of [0x09, 0x22, 0x30, 0x5c, 0x7f, 0x80, 0xe9]) {
        const changed = Buffer.from(bytes);
        changed[at] = byte;
        const read = parseLeaf(changed);
        expect(read === undefined || leafBytes(read).equals(changed)).toBe(true);
      }
    }
  });
  test.each(['{"v":2}', '[]', 'null', '{"v":1}', ` ${leafBytes(given).toString()}`, leafBytes(given).toString().replace('"prev":3', '"prev":"3"')])('%s is none', (text) => expect(parseLeaf(Buffer.from(text))).toBeUndefined());
  test('a commitment tells contents and salts apart', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), fc.uint8Array({ minLength: 16, maxLength: 16 }), (one, other, salt) => {
      const hex = Buffer.from(salt).toString('hex');
      expect(commitmentOf(hex, { one }) === commitmentOf(hex, { one: other })).toBe(one === other);
      expect(commitmentOf(`${hex}00`, { one })).not.toBe(commitmentOf(hex, { one }));
    }));
  });
});
