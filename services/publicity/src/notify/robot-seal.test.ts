import { RobotSeal } from './robot-seal.ts';

const one = new RobotSeal('a secret of more than thirty-two characters', '/nowhere');

test.each(['https://example.org/send?key=abc', '密钥', 'x'.repeat(2_000), ''])('what is sealed comes back: %#', (text) => {
  const sealed = one.seal(text, 'robot url');
  expect([one.open(sealed, 'robot url'), text !== '' && sealed.includes(text)]).toEqual([text, false]);
});

test('the same text is sealed differently each time, and is bound to its robot and field', () => {
  const sealed = one.seal('text', 'r1 url');
  expect(one.seal('text', 'r1 url')).not.toBe(sealed);
  for (const about of ['r2 url', 'r1 secret']) expect(one.open(sealed, about)).toBeUndefined();
  expect(new RobotSeal('another secret of more than thirty-two letters', '/nowhere').open(sealed, 'r1 url')).toBeUndefined();
  const bytes = Buffer.from(sealed.slice('sealed:1:'.length), 'base64');
  bytes[15]! ^= 1;
  expect(one.open(`sealed:1:${bytes.toString('base64')}`, 'r1 url')).toBeUndefined();
});

test('what was kept before is read as it stands, and known as not sealed', () => {
  expect([one.open('https://example.org/x', 'r1 url'), one.isSealed('https://example.org/x'), one.isSealed(one.seal('x', 'r1 url')), one.isSealed('')]).toEqual(['https://example.org/x', false, true, true]);
});
