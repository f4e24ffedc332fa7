import { chineseCalendar } from '@xingchuang/calendar';
import { failed, isAwake, leased, MOST_ATTEMPTS, retried, type Delivery } from './delivery-rule.ts';
import { digestMail, MOST_LINES, robotText } from './message-rule.ts';
import { changed, confirmed, noChannels, tested } from './channel-rule.ts';

const now = new Date('2026-03-02T01:00:00Z');
const delivery: Delivery = { id: 'd', version: 1, channel: 'mail', personId: 'p', robotId: '', entries: 1, state: 'waiting', attempts: 0, nextAt: '', reason: '', createdAt: '', sentAt: '' };

test.each([
  ['2026-03-02T08:00:00+08:00', true, 'a working Monday'],
  ['2026-03-02T06:59:59+08:00', false, 'early'],
  ['2026-03-02T07:00:00+08:00', true, 'the first hour'],
  ['2026-03-02T19:59:59+08:00', true, 'the last hour'],
  ['2026-03-02T20:00:00+08:00', false, 'the evening'],
  ['2026-03-01T10:00:00+08:00', false, 'a Sunday'],
  ['2026-02-16T10:00:00+08:00', false, 'a holiday on a Monday'],
  ['2026-02-28T10:00:00+08:00', true, 'a Saturday that is worked'],
])('%s: %s, %s', (at, awake) => {
  expect(isAwake(chineseCalendar(), new Date(at))).toBe(awake);
});

test('attempts come later and later, then the message is parked; a retry begins anew', () => {
  let one = delivery;
  const waits: number[] = [];
  while (one.state === 'waiting') {
    one = failed({ ...one, ...leased(one, now) }, 'SMTP 451', false, now);
    if (one.state === 'waiting') waits.push((Date.parse(one.nextAt) - now.getTime()) / 60_000);
  }
  expect([waits, one.attempts, one.state, one.reason]).toEqual([[1, 5, 30, 120, 360], MOST_ATTEMPTS, 'parked', 'SMTP 451']);
  expect(retried(one, now)).toMatchObject({ state: 'waiting', attempts: 0 });
  expect(() => retried(delivery, now)).toThrow('delivery.not-parked');
});

test('what is hopeless is parked at once', () => {
  expect(failed({ ...delivery, attempts: 1 }, 'SMTP 550', true, now).state).toBe('parked');
});

test('a message shows the first lines and how many there are; a chat takes what fits', () => {
  const entries = Array.from({ length: MOST_LINES }, (_, n) => ({ outsideZh: `虚拟单位${n}收到整改通知，期限至2026-06-02，这一行写得相当长，以便超过群聊的限度。` }));
  const { subject, text } = digestMail(entries, 45, 'https://x.example.org');
  expect([subject, text.includes('20. '), text.includes('另有25条')]).toEqual(['星创：45条新消息', true, true]);
  const said = robotText(entries, 45, 'https://x.example.org');
  const shown = said.split('\n').filter((line) => /^\d+\. /.test(line)).length;
  expect(Buffer.byteLength(said)).toBeLessThanOrEqual(2_000);
  expect([shown > 5, said.includes(`另有${45 - shown}条`)]).toEqual([true, true]);
});

describe('an address', () => {
  const set = (email: string, mail = false) => ({ email, mail, hour: 8 });
  const one = changed(noChannels('p1'), set('a@example.org'), '2026-03-02');

  test('gets no digest before its code was shown', () => {
    expect(changed(noChannels('p1'), set('a@example.org', true), '2026-03-02').mail).toBe(false);
    expect(() => changed(one, set('a@example.org', true), '2026-03-02')).toThrow('mail.unconfirmed');
    expect(confirmed(tested(one, '012345', now), '012345', '2026-03-02')).toMatchObject({ confirmed: true, mail: true, since: '2026-03-02' });
  });
  test('must be confirmed anew when it changes', () => {
    const known = confirmed(tested(one, '012345', now), '012345', '2026-03-02');
    expect(changed(known, set('b@example.org', true), '2026-03-03')).toMatchObject({ confirmed: false, mail: false });
    expect(changed(known, { ...set('a@example.org', true), hour: 9 }, '2026-03-03')).toMatchObject({ confirmed: true, mail: true, since: '2026-03-02', hour: 9 });
  });
  test('is not confirmed by guessing', () => {
    let guessed = tested(one, '012345', now);
    for (let n = 0; n < 5; n += 1) guessed = confirmed(guessed, '999999', '2026-03-02');
    expect(guessed.confirmed).toBe(false);
    expect(() => confirmed(guessed, '012345', '2026-03-02')).toThrow('mail.no-code');
    expect(() => tested(guessed, '111111', new Date(now.getTime() + 30_000))).toThrow('mail.tested-just-now');
  });
});
