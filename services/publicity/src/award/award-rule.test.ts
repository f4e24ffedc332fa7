import { day } from '@xingchuang/calendar';
import fc from 'fast-check';
import type { Candidate, CandidateState } from '../notice/candidate-rule.ts';
import { asOf, dueBack, end, expire, handOver, hang, issue, lift, liftByHand, noted, revoke, roundPassed, suspend, takeBack, type Award, type Hold, type Moment } from './award-rule.ts';

const at = (on: string): Moment => ({ at: `${on}T02:00:00.000Z`, on: day(on), by: null });
const candidate = (state: CandidateState, more: Partial<Candidate> = {}): Candidate => ({
  id: 'c:u', version: 1, campaignId: 'c', unitId: 'u', path: ['u'], level: 'five', decidedBy: 'b', decidedOn: day('2026-02-12'), needsNotice: true, state, stars: [], vetoes: [], caps: [], settledOn: '', because: '', ...more,
});
const blank = {
  id: 'a', number: 'XC-2026-0001', serial: 1, campaignId: 'c', schemeId: 's', programme: '评定', unitId: 'u', path: ['u'], unitName: '支部', level: 'five', levelName: '五星', stars: 5, decidedBy: '委员会',
  form: 'plaque', validUntil: '', rounds: 0, batchId: '',
} as const;
const fresh = (more: Partial<typeof blank> | { validUntil: Award['validUntil'] } | { rounds: number } | { form: Award['form'] } = {}): Award => issue(candidate('confirmed'), { ...blank, ...more }, [], at('2026-03-01'));
const card: Hold = { id: 'case-1', since: day('2026-07-06'), reason: '黄牌警告', clause: 'S3 L32' };

describe('an award comes', () => {
  test.each<[CandidateState, boolean, boolean, boolean]>([
    // state, needs a notice, award due, comes
    ['ready', true, false, false], ['ready', true, true, false], ['ready', false, false, true],
    ['on-notice', true, false, false], ['on-notice', true, true, false], ['on-notice', false, true, false],
    ['disqualified', true, true, false], ['confirmed', true, false, true], ['confirmed', false, false, false],
    ['settled', true, false, false], ['settled', true, true, true], ['settled', false, true, true], ['settled', false, false, false],
    ['reopened', true, true, false], ['reopened', false, true, false],
  ])('%s, notice needed %s, due %s: %s', (state, needsNotice, awardDue, comes) => {
    const make = () => issue(candidate(state, { needsNotice, awardDue }), blank, [], at('2026-03-01'));
    if (comes) expect(make()).toMatchObject({ state: 'valid', version: 1, certificate: '', history: [{ what: 'issued', on: '2026-03-01', state: 'valid' }] });
    else expect(make).toThrow(expect.objectContaining({ code: 'award.not-due' }));
  });

  test('suspended where a rung runs at that very time', () => {
    expect(issue(candidate('confirmed'), blank, [card], at('2026-07-10'))).toMatchObject({ state: 'suspended', since: '2026-07-06', reason: '黄牌警告', history: [{ what: 'issued' }, { what: 'suspended', on: '2026-07-06' }] });
  });
});

describe('causes', () => {
  test('the award stands again only when the last cause is over', () => {
    const two = suspend(suspend(fresh(), card, at('2026-07-06')), { ...card, id: 'level', since: day('2026-07-08'), reason: '等级正在重新评定' }, at('2026-07-08'));
    expect(two).toMatchObject({ state: 'suspended', reason: '等级正在重新评定', since: '2026-07-08' });
    const one = lift(two, 'level', '等级不变', at('2026-07-20'));
    expect(one).toMatchObject({ state: 'suspended', reason: '黄牌警告', since: '2026-07-06' });
    expect(lift(one, 'case-1', '整改到位', at('2026-08-03'))).toMatchObject({ state: 'valid', reason: '', since: '2026-08-03' });
  });

  test('by hand everything may be lifted but a level that is being decided anew', () => {
    const held = suspend(fresh(), { ...card, id: 'level' }, at('2026-07-06'));
    expect(() => liftByHand(held, '不妥', at('2026-07-07'))).toThrow(expect.objectContaining({ code: 'award.not-suspended' }));
    expect(() => liftByHand(fresh(), '不妥', at('2026-07-07'))).toThrow(expect.objectContaining({ code: 'award.not-suspended' }));
    expect(liftByHand(suspend(fresh(), card, at('2026-07-06')), '发错', at('2026-07-07'))).toMatchObject({ state: 'valid', history: [{}, {}, { what: 'lifted', reason: '发错', clause: 'S3 L32' }] });
  });

  test('the end goes before every cause, a revocation before every other end', () => {
    const lowered = end(suspend(fresh(), card, at('2026-07-06')), { state: 'lowered', since: day('2026-08-04'), reason: '摘星', clause: 'S3' }, at('2026-08-06'));
    expect(lowered).toMatchObject({ state: 'lowered', since: '2026-08-04', reason: '摘星' });
    expect(end(lowered, { state: 'expired', since: day('2026-09-01'), reason: '', clause: '' }, at('2026-09-01'))).toBe(lowered);
    const revoked = revoke(lowered, '造假', 'S9', at('2026-09-02'));
    expect(revoked).toMatchObject({ state: 'revoked', since: '2026-09-02', reason: '造假', clause: 'S9' });
    expect(() => revoke(revoked, '再次', '', at('2026-09-03'))).toThrow(expect.objectContaining({ code: 'award.revoked-before' }));
    expect(suspend(revoked, card, at('2026-09-03'))).toBe(revoked);
  });
});

describe('the term', () => {
  test('is over on the day after, however late it is noticed', () => {
    const award = fresh({ validUntil: day('2028-02-29') });
    expect(asOf(award, day('2028-02-29'), 'now')).toBe(award);
    expect(asOf(award, day('2029-01-01'), 'now')).toMatchObject({ state: 'expired', since: '2028-03-01', reason: '有效期至2028-02-29' });
    expect(expire(revoke(award, '造假', '', at('2026-05-01')), 'now').state).toBe('revoked');
  });

  test('of so many rounds ends with the last of them, each counted once', () => {
    const one = roundPassed(fresh({ rounds: 2 }), 'r1', at('2027-03-01'));
    expect(roundPassed(one, 'r1', at('2027-03-02'))).toBe(one);
    expect([one.state, roundPassed(one, 'r2', at('2028-03-01')).state, roundPassed(fresh(), 'r1', at('2027-03-01')).state]).toEqual(['valid', 'expired', 'valid']);
  });
});

describe('the plaque', () => {
  const today = day('2026-12-31');
  const handed = handOver(fresh(), '王主任', at('2026-03-10'), today);

  test('is handed over, hung and taken back in that order, on days that can be', () => {
    expect(() => hang(fresh(), 'p', at('2026-03-10'), today)).toThrow(expect.objectContaining({ code: 'award.not-handed' }));
    expect(() => handOver(fresh(), '王', at('2026-02-28'), today)).toThrow(expect.objectContaining({ code: 'award.bad-day', field: 'on' }));
    expect(() => handOver(fresh(), '王', at('2027-01-01'), today)).toThrow(expect.objectContaining({ code: 'award.bad-day' }));
    expect(() => handOver(handed, '李', at('2026-03-11'), today)).toThrow(expect.objectContaining({ code: 'award.handed-before' }));
    expect(() => hang(handed, 'p', at('2026-03-09'), today)).toThrow(expect.objectContaining({ code: 'award.bad-day' }));
    const back = takeBack(hang(handed, 'photo', at('2026-03-12'), today), '完好', at('2026-09-01'), today);
    expect(back.custody).toEqual({ handedOn: '2026-03-10', handedTo: '王主任', hungOn: '2026-03-12', photoId: 'photo', dueBackOn: '', takenBackOn: '2026-09-01' });
    expect(() => takeBack(back, '', at('2026-09-02'), today)).toThrow(expect.objectContaining({ code: 'award.taken-before' }));
    expect(() => hang(handOver(fresh({ form: 'certificate' }), '王', at('2026-03-10'), today), 'p', at('2026-03-12'), today)).toThrow(expect.objectContaining({ code: 'award.no-plaque' }));
  });

  test('is due back as soon as the award is over and until it is back; never while it is only suspended', () => {
    const over = revoke(handed, '造假', '', at('2026-09-01'));
    expect([handed.plaqueDue, suspend(handed, card, at('2026-07-06')).plaqueDue, over.plaqueDue, revoke(fresh(), '造假', '', at('2026-09-01')).plaqueDue]).toEqual([false, false, true, false]);
    expect(dueBack(over, day('2026-09-15'), 'PN2', at('2026-09-01'))).toMatchObject({ plaqueDue: true, custody: { dueBackOn: '2026-09-15' } });
    expect(takeBack(over, '', at('2026-09-10'), today)).toMatchObject({ plaqueDue: false, state: 'revoked', since: '2026-09-01' });
    expect(() => handOver(revoke(fresh(), '造假', '', at('2026-09-01')), '王', at('2026-09-02'), today)).toThrow(expect.objectContaining({ code: 'award.not-standing' }));
  });
});

test('whatever happens in whatever order: each change has its line, and what is kept for lists is what follows from causes and end', () => {
  const step = fc.constantFrom<(award: Award, on: Moment) => Award>(
    (award, on) => suspend(award, { ...card, since: on.on }, on),
    (award, on) => suspend(award, { ...card, id: 'level', since: on.on }, on),
    (award, on) => lift(award, 'case-1', '到位', on),
    (award, on) => lift(award, 'level', '不变', on),
    (award, on) => end(award, { state: 'lowered', since: on.on, reason: '降', clause: '' }, on),
    (award, on) => end(award, { state: 'revoked', since: on.on, reason: '撤', clause: '' }, on),
    (award, on) => noted(award, 'kept', '保留', '', on),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
      const award = steps.reduce((one, run, index) => run(one, at(`2026-04-${String(index + 1).padStart(2, '0')}`)), fresh());
      expect(award.state).toBe(award.ending?.state ?? (award.holds.length > 0 ? 'suspended' : 'valid'));
      expect(award.history.at(-1)!.state).toBe(award.state);
      expect(award.reason).toBe(award.ending?.reason ?? award.holds.at(-1)?.reason ?? '');
      const days = award.history.map(({ on }) => on);
      expect(days).toEqual([...days].sort());
    }),
  );
});
