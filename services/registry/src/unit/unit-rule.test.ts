import fc from 'fast-check';
import { day } from '@xingchuang/calendar';
import type { Refusal } from '@xingchuang/rules';
import { changeUnit, closeUnit, moveUnit, openUnit, type Unit, type UnitKinds } from './unit-rule.ts';

const kind = (body = false, under?: string[]) => ({ zh: '', en: '', body, under, also: [] });
const KINDS: UnitKinds = new Map([
  ['city', kind()],
  ['organ', kind()],
  ['branch', kind()],
  ['section', kind(false, ['branch'])],
  ['group', kind(true, ['organ', 'city'])],
]);
const TODAY = day('2026-03-01');
const BORN = day('2020-01-01');

const aUnit = (id: string, kindName: string, parent?: Unit, openedOn = BORN) => openUnit({ id, code: id, name: id, kind: kindName, openedOn }, parent, KINDS, TODAY);
const city = aUnit('C', 'city');
const organ = aUnit('U', 'organ', city);
const other = aUnit('V', 'organ', city);
const branch = aUnit('B', 'branch', organ);
const section = aUnit('K', 'section', branch);
const group = aUnit('G', 'group', organ);

const codeOf = (work: () => unknown): string => {
  try {
    work();
    return 'done';
  } catch (error) {
    return (error as Refusal).code;
  }
};

test('path and jurisdiction follow from the parent: a body governs the node it sits at, any other unit itself', () => {
  expect(section).toMatchObject({ path: ['C', 'U', 'B', 'K'], parentId: 'B', jurisdictionId: 'K', version: 1, closedOn: '' });
  expect(group).toMatchObject({ path: ['C', 'U', 'G'], jurisdictionId: 'U' });
  expect(city).toMatchObject({ path: ['C'], parentId: '', jurisdictionId: 'C' });
});

test.each([
  ['a kind that the catalogue does not know', () => aUnit('X', 'guild', organ), 'unit.unknown-kind'],
  ['a key section outside a branch (S0 L117)', () => aUnit('X', 'section', organ), 'unit.wrong-parent'],
  ['a unit older than the one above it', () => aUnit('X', 'branch', aUnit('Y', 'organ', city, day('2025-01-01')), BORN), 'unit.day-out-of-range'],
  ['a unit of tomorrow', () => aUnit('X', 'branch', organ, day('2026-03-02')), 'unit.day-out-of-range'],
  ['a unit below a closed one', () => aUnit('X', 'branch', closeUnit(other, 0, TODAY, TODAY)), 'unit.parent-closed'],
  ['moving the root', () => moveUnit([city], organ, KINDS, TODAY, TODAY), 'unit.root-stays'],
  ['moving a unit under itself', () => moveUnit([organ, branch], branch, KINDS, TODAY, TODAY), 'unit.cycle'],
  ['moving a section to an organ', () => moveUnit([section], other, KINDS, TODAY, TODAY), 'unit.wrong-parent'],
  ['moving before someone of the subtree was so', () => moveUnit([branch, { ...section, from: TODAY }], other, KINDS, day('2026-02-28'), TODAY), 'unit.day-out-of-range'],
  ['closing the root', () => closeUnit(city, 0, TODAY, TODAY), 'unit.root-stays'],
  ['closing a unit with living ones below', () => closeUnit(organ, 1, TODAY, TODAY), 'unit.has-children'],
  ['closing a closed unit', () => closeUnit(closeUnit(branch, 0, TODAY, TODAY), 0, TODAY, TODAY), 'unit.closed'],
  ['closing before the last change', () => closeUnit({ ...branch, from: TODAY }, 0, day('2026-02-28'), TODAY), 'unit.day-out-of-range'],
  ['making a branch with sections an organ', () => changeUnit(branch, { kind: 'organ' }, { parent: organ, children: [section] }, KINDS, TODAY, TODAY), 'unit.wrong-parent'],
  ['making a branch without sections an organ', () => changeUnit(branch, { kind: 'organ' }, { parent: organ, children: [] }, KINDS, TODAY, TODAY), 'done'],
])('%s: %#', (_, work, expected) => {
  expect(codeOf(work)).toBe(expected);
});

test('a unit that becomes a body governs the node above it from then on', () => {
  expect(changeUnit(branch, { kind: 'group' }, { parent: organ, children: [] }, KINDS, TODAY, TODAY)).toMatchObject({ jurisdictionId: 'U', from: TODAY });
});

test('moving takes the whole subtree along; a body that moves governs its new node', () => {
  const [movedBranch, movedSection] = moveUnit([branch, section], other, KINDS, TODAY, TODAY);
  expect(movedBranch).toMatchObject({ parentId: 'V', path: ['C', 'V', 'B'], jurisdictionId: 'B', from: TODAY });
  expect(movedSection).toMatchObject({ parentId: 'B', path: ['C', 'V', 'B', 'K'] });
  expect(moveUnit([group], other, KINDS, TODAY, TODAY)[0]).toMatchObject({ jurisdictionId: 'V' });
});

test('law: after any moves every path is the path of the parent and the unit itself', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(9), fc.nat(9)), { maxLength: 30 }), (moves) => {
      const tree = new Map<string, Unit>([['C', city]]);
      for (let at = 0; at < 10; at += 1) tree.set(`b${at}`, aUnit(`b${at}`, 'branch', tree.get(at === 0 ? 'C' : `b${Math.floor((at - 1) / 2)}`)));
      for (const [from, to] of moves) {
        const subtree = [...tree.values()].filter((unit) => unit.path.includes(`b${from}`)).sort((a, b) => a.path.length - b.path.length);
        try {
          for (const unit of moveUnit(subtree, tree.get(`b${to}`)!, KINDS, TODAY, TODAY)) tree.set(unit.id, unit);
        } catch (error) {
          expect((error as Refusal).code).toBe('unit.cycle');
        }
      }
      for (const unit of tree.values()) expect(unit.path).toEqual([...(tree.get(unit.parentId)?.path ?? []), unit.id]);
    }),
  );
});
