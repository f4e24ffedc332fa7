import fc from 'fast-check';
import { accept, cancel, claim, dispatch, finish, giveBack, rate, standing, type OrderPart, type ServiceOrder } from './order-rule.ts';

const posted: ServiceOrder = {
  id: 'o', version: 1, communityId: 'c', communityPath: ['c'], kind: 'service', title: '清扫楼道', detail: '', place: '', state: 'posted', parts: [], postedAt: '2026-01-05T02:00:00.000Z', history: [],
};
const to = (...ids: string[]) => ids.map((unitId) => ({ unitId, path: ['city', unitId], namedIds: [] as string[] }));
const members = new Set(['m1', 'm2', 'm3']);
const served = (people = [{ personId: 'm1', minutes: 60 }]) => ({ day: '2026-01-06', time: 'weekend' as const, activity: 'patrol', people, text: '', fileIds: [] });

const dispatched = dispatch(posted, to('a', 'b'));
const accepted = accept(dispatched, 'a');
const claimed = claim(accepted, 'a', ['m1', 'm2'], members);
const half = finish(claimed, 'a', served(), '2026-01-05', 'r1');
const done = giveBack(half, 'b');

test('an order goes from the community to the members and back (R-161)', () => {
  expect([posted, dispatched, accepted, claimed, half, done, rate(done, 'satisfied')].map(({ state }) => state)).toEqual(['posted', 'dispatched', 'accepted', 'claimed', 'claimed', 'done', 'rated']);
  expect(done.parts[0]).toMatchObject({ state: 'done', recordId: 'r1', people: [{ personId: 'm1', minutes: 60 }], claimedIds: ['m1', 'm2'] });
});

test('an order that every unit gives back may be dispatched again, also to one of them', () => {
  const returned = giveBack(giveBack(dispatched, 'a'), 'b');
  expect([returned.state, dispatch(returned, to('a')).parts.map(({ unitId, state }) => `${unitId} ${state}`)]).toEqual(['returned', ['b returned', 'a offered']]);
});

test.each<[string, () => unknown, string]>([
  ['accepting what was not dispatched', () => accept(posted, 'a'), 'thing.missing'],
  ['accepting twice', () => accept(accepted, 'a'), 'order.wrong-state'],
  ['claiming before the unit accepted', () => claim(dispatched, 'a', ['m1'], members), 'order.wrong-state'],
  ['claiming by somebody of another unit', () => claim(accepted, 'a', ['x'], members), 'order.not-member'],
  ['claiming twice', () => claim(claimed, 'a', ['m2'], members), 'order.claimed'],
  ['claiming twice at once', () => claim(accepted, 'a', ['m2', 'm2'], members), 'order.claimed'],
  ['claiming what names others', () => claim(accept(dispatch(posted, [{ ...to('a')[0]!, namedIds: ['m1'] }]), 'a'), 'a', ['m2'], members), 'order.not-named'],
  ['finishing what nobody claimed', () => finish(accepted, 'a', served(), '2026-01-05', 'r'), 'order.wrong-state'],
  ['minutes of somebody who did not claim', () => finish(claimed, 'a', served([{ personId: 'm3', minutes: 5 }]), '2026-01-05', 'r'), 'order.not-claimed'],
  ['a service before the order', () => finish(claimed, 'a', { ...served(), day: '2026-01-04' }, '2026-01-05', 'r'), 'order.before-posting'],
  ['finishing twice', () => finish(half, 'a', served(), '2026-01-05', 'r2'), 'order.wrong-state'],
  ['giving back what is done', () => giveBack(half, 'a'), 'order.wrong-state'],
  ['dispatching to nobody', () => dispatch(posted, []), 'order.nobody'],
  ['dispatching twice to one unit', () => dispatch(dispatched, to('c', 'a')), 'order.offered'],
  ['dispatching what is done', () => dispatch(done, to('c')), 'order.wrong-state'],
  ['rating what is not done', () => rate(half, 'fair'), 'order.wrong-state'],
  ['rating twice', () => rate(rate(done, 'fair'), 'satisfied'), 'order.wrong-state'],
  ['cancelling what a unit has done', () => cancel(half), 'order.partly-done'],
  ['cancelling what is done', () => cancel(done), 'order.wrong-state'],
  ['accepting what is cancelled', () => accept(cancel(dispatched), 'a'), 'order.wrong-state'],
])('%s is refused', (_, act, code) => {
  expect(act).toThrow(expect.objectContaining({ code }));
});

test('where an order stands does not depend on the order of its parts, and a unit that gave back counts for nothing', () => {
  const part = fc.constantFrom<OrderPart['state']>('offered', 'accepted', 'claimed', 'done', 'returned').map((state) => ({ state }));
  fc.assert(
    fc.property(fc.array(part, { maxLength: 6 }), (parts) => {
      const stands = standing(parts);
      expect(standing(parts.toReversed())).toBe(stands);
      expect(standing([...parts, { state: 'returned' }])).toBe(stands);
      expect(stands === 'done').toBe(parts.some(({ state }) => state === 'done') && parts.every(({ state }) => state === 'done' || state === 'returned'));
    }),
  );
});
