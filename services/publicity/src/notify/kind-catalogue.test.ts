import { HEARD } from './notify-parts.ts';
import { KindCatalogue, readKinds } from './kind-catalogue.ts';

const kind = (more: string) => `- {id: one_kind, event: xingchuang.rectification.v1.FindingNoticed, name: {zh: 名, en: Name}, link: /app/x, to: [{at: unit, roles: [clerk]}], ${more}}`;

test('the kinds that come with the system are sound, and each event that is heard brings one about', () => {
  const { all } = readKinds(HEARD);
  expect(all.length).toBeGreaterThan(30);
  expect(HEARD.filter(({ typeName }) => !all.some(({ event }) => event === typeName))).toEqual([]);
});

test('what people typed leaves the system in no kind', () => {
  for (const { outside, text } of readKinds(HEARD).all) expect(JSON.stringify(outside ?? text)).not.toMatch(/\{(title|detail|reason|text|demand)\}/);
});

test.each([
  [kind("text: {zh: '{title}', en: '{title}'}"), 'must not leave'],
  [kind("text: {zh: '{nothing}', en: x}"), 'has no nothing'],
  [kind("text: {zh: x, en: x}, only: {nothing: true}"), 'has no nothing'],
  [kind("text: {zh: x, en: x}").replace('FindingNoticed', 'NobodyKnows'), 'nobody hears'],
  [kind("text: {zh: x, en: x}").replace('clerk', 'king'), 'Invalid'],
  [`${kind('text: {zh: x, en: x}')}\n${kind('text: {zh: y, en: y}')}`, 'two of one id'],
])('a faulty kind stops the service: %s', (text, why) => {
  expect(() => new KindCatalogue(text, HEARD)).toThrow(why);
});

test('an event brings about the kinds whose conditions it meets', () => {
  const kinds = readKinds(HEARD);
  const ids = (fields: object) => kinds.of('xingchuang.rectification.v1.DueReminded', { kind: 'finding', phase: 'after', escalated: false, ...fields }).map(({ id }) => id);
  expect([ids({}), ids({ escalated: true }), ids({ kind: 'case', phase: 'before' }), ids({ kind: 'unknown' })]).toEqual([['finding_overdue'], ['finding_escalated'], ['case_before'], []]);
});
