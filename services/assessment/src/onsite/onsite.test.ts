import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { EvidenceOfUnitReplySchema, EvidenceOfUnitRequestSchema, FindingRaisedSchema, LookedAgainSchema, PersonChangedSchema, type SyncAnswer, type SyncEntry } from '@xingchuang/contracts';
import type { Role } from '@xingchuang/rules';
import { newId, type Running } from '@xingchuang/server';
import { Client, startServices, tell, tellUnits, testTrust, until, type TestTrust, type TestUnit } from '@xingchuang/testkit';
import { assessment } from '../index.ts';
import { OnsiteFacts } from './visit/onsite-facts.ts';

const O = '/api/assessment/onsite';
const WORLD = {
  C: ['county', ''], D: ['inspection_office', 'C', 'body'], T: ['township', 'C'], TO: ['township_office', 'T', 'body'],
  V1: ['village', 'T'], V2: ['village', 'T'], V3: ['village', 'T'], V4: ['village', 'T'],
} as const;
type Code = keyof typeof WORLD;
const people = { ann: newId(), bo: newId(), chen: newId(), du: newId(), eve: newId() };
type Name = keyof typeof people;

let system: Running;
let trust: TestTrust;
let units: Record<Code, TestUnit>;
let office: Client;
const photo = newId();
const phone = new Map<Name, { client: Client; device: string; sequence: number }>();

const as = async (role: Role, code: Code, personId = newId()) => {
  const { id: unitId, kind: unitKind, jurisdictionId } = units[code];
  return new Client(system.url, await trust.token({ role, unitId, unitKind, jurisdictionId, personId }));
};
const at = (time: string) => system.platform.clock.move(new Date(`${time}+08:00`));
type Note = { [What in SyncEntry['what']]: Omit<Extract<SyncEntry, { what: What }>, 'id' | 'visitId' | 'sequence' | 'at' | 'note' | 'detail'> & { id?: string; sequence?: number; note?: string; detail?: string } }[SyncEntry['what']];
/** What a phone notes, sent as one batch. */
async function sync(who: Name, visitId: string, ...notes: Note[]): Promise<SyncAnswer['answers']> {
  const entries = notes.map((note) => ({ id: newId(), visitId, sequence: ++phone.get(who)!.sequence, at: '2026-04-15T01:00:00Z', ...note }));
  return send(who, entries);
}
async function send(who: Name, entries: unknown[]): Promise<SyncAnswer['answers']> {
  const { client, device } = phone.get(who)!;
  const { status, body } = await client.post(`${O}/sync`, { device, entries });
  expect([status, body.code]).toEqual([200, undefined]);
  return body.answers;
}
const answer = (itemId: string, value: string, base = 0): Note => ({ what: 'answer', itemId, value, base });
const outcomes = (answers: SyncAnswer['answers']) => answers.map(({ outcome, refusal }) => refusal?.code ?? outcome);
const told = async (type: string) => system.platform.databases.get('assessment')!.connection.collection('outbox').find({ type }).sort({ _id: 1 }).toArray();

const CHECKLIST = {
  id: 'village-check', zh: '村级检查表', kind: 'checklist', workdays: 15, lookBack: true,
  sections: [{ id: 's', zh: '组织生活', items: [{ id: 'meetings', zh: '三会一课', kind: 'score', most: '60' }, { id: 'room', zh: '阵地', kind: 'yes-no', most: '40', photo: true }, { id: 'note', zh: '印象', kind: 'text', optional: true }] }],
};
const OBSERVATION = {
  id: 'three-aspects', zh: '观摩评分表', kind: 'observation', result: { of: 'marks', judges: 2 },
  sections: [{ id: 's', zh: '三个方面', items: ['a', 'b', 'c'].map((id) => ({ id, zh: id, kind: 'score', most: '100' })) }],
};

beforeAll(async () => {
  system = await startServices([assessment], { now: '2026-02-02T09:00:00+08:00' });
  const { bus } = system.platform;
  trust = await testTrust(bus);
  units = await tellUnits(bus, WORLD);
  const homes: Partial<Record<Name, Code>> = { ann: 'V1', bo: 'V2', chen: 'TO' };
  for (const [name, code] of Object.entries(homes) as [Name, Code][]) {
    await tell(bus, PersonChangedSchema, people[name], { personId: people[name], unitId: units[code].id, memberInService: true, since: '2024-01-01', until: '', version: 1 });
  }
  await bus.answer('evidence.of-unit', async (bytes) => {
    const { ids } = fromBinary(EvidenceOfUnitRequestSchema, bytes);
    return toBinary(EvidenceOfUnitReplySchema, create(EvidenceOfUnitReplySchema, { fileIds: ids.filter((id) => id === photo), recordIds: [] }));
  });
  const { connection } = system.platform.databases.get('assessment')!;
  await until(async () => (await connection.collection('units').countDocuments()) === Object.keys(WORLD).length && (await connection.collection('members').countDocuments()) === 3, 'the world');
  office = await as('supervisor', 'D');
  for (const name of Object.keys(people) as Name[]) phone.set(name, { client: await as('supervisor', 'D', people[name]), device: newId(), sequence: 0 });
  for (const form of [CHECKLIST, OBSERVATION]) expect((await office.post(`${O}/forms`, form)).status).toBe(201);
});
afterAll(() => system?.stop());

describe('forms', () => {
  test('those of the folder are there at the start; a change is a new version, the same again is none', async () => {
    const ids = async () => (await office.get(`${O}/forms`)).body.items.map(({ id }: { id: string }) => id);
    expect(await ids()).toEqual(['branch-inspection@1', 'five_verb_observation@1', 'three-aspects@1', 'village-check@1']);
    expect((await office.post(`${O}/forms`, CHECKLIST)).body.version).toBe(1);
    const bad = await office.post(`${O}/forms`, { ...CHECKLIST, sections: [{ id: 's', zh: '一', items: [{ id: 'x', zh: '无满分', kind: 'score' }] }] });
    expect([bad.status, bad.body.errors[0].field]).toEqual([422, 'sections[0].items[0].most']);
    expect((await (await as('clerk', 'V1')).post(`${O}/forms`, CHECKLIST)).status).toBe(403);
  });

  test('is replaced only by who governs its first publisher, one of the folder by nobody', async () => {
    const [above, beside] = [await as('decider', 'D'), await as('supervisor', 'TO')];
    const [builtIn] = (await office.get(`${O}/forms`)).body.items;
    const own = { ...CHECKLIST, id: 'own-form' };
    expect([builtIn.mine, (await beside.post(`${O}/forms`, own)).body.mine]).toEqual([false, true]);
    const far = { ...CHECKLIST, zh: '换了内容' };
    const answers = [await beside.post(`${O}/forms`, far), await office.post(`${O}/forms`, { ...builtIn.form, zh: '换了内容' }), await above.post(`${O}/forms`, { ...own, zh: '上级改的名称' })];
    expect(answers.map(({ status, body }) => [status, body.code ?? body.version])).toEqual([[409, 'form.of-another'], [409, 'form.of-another'], [201, 2]]);
    expect((await beside.get(`${O}/forms/own-form`)).body).toMatchObject({ version: 2, mine: true, form: { zh: '上级改的名称' } }); // it stays that of its first publisher
  });

  test('of two who change one version the second is told', async () => {
    const form = { ...CHECKLIST, id: 'shared-form' };
    await office.post(`${O}/forms`, form);
    const change = (zh: string) => office.post(`${O}/forms`, { ...form, zh }, { 'if-match': '"1"' });
    expect((await change('甲改的名称')).body.version).toBe(2);
    expect([(await change('乙改的名称')).body.code, (await office.get(`${O}/forms/shared-form`)).body.form.zh]).toEqual(['thing.stale', '甲改的名称']);
  });
});

describe('plans', () => {
  test('a quarter of every village: who was not visited is named, and the round of an idle group after the quarter', async () => {
    const make = async (name: string, members: Name[]) => (await office.post(`${O}/groups`, { name, leaderId: people[members[0]!], memberIds: members.map((one) => people[one]), areaIds: [units.T.id] })).body;
    const [first, second] = [await make('第一组', ['ann', 'chen']), await make('第二组', ['bo', 'du'])];
    const outside = await (await as('supervisor', 'TO')).post(`${O}/groups`, { name: '越界', leaderId: people.ann, memberIds: [people.ann], areaIds: [units.C.id] });
    expect([outside.status, outside.body.code, outside.body.errors[0].field]).toEqual([422, 'onsite.units-outside', 'areaIds']);
    const plan = (await office.post(`${O}/plans`, { title: '2026年季度观摩', year: 2026, every: 'quarter', formId: 'three-aspects', unitKind: 'village', groupIds: [first.id, second.id] })).body;
    expect(plan).toMatchObject({ rounds: 8, formName: '观摩评分表' });
    for (const code of ['V1', 'V2', 'V3'] as const) {
      const visit = (await office.post(`${O}/visits`, { unitId: units[code].id, kind: 'observation', formId: 'three-aspects', on: '2026-02-02', planId: plan.id, groupId: first.id })).body;
      expect(visit.excusedIds).toEqual(code === 'V1' ? [people.ann] : []); // chen belongs to the township, not to the village
      for (const name of code === 'V1' ? (['chen'] as const) : (['ann', 'chen'] as const)) await sync(name, visit.id, answer('a', '80'), answer('b', '80'), answer('c', '80'), { what: 'hand-in' });
      const filed = await phone.get('chen')!.client.post(`${O}/visits/${visit.id}/file`, { heldOn: '2026-02-02', feedback: '总体较好', suggestions: ['建议一'], commonProblems: ['共性'] });
      expect([code, filed.status, filed.body.code]).toEqual(code === 'V1' ? ['V1', 409, 'visit.too-few-judges'] : [code, 200, undefined]);
    }
    const coverage = async () => (await office.get(`${O}/plans/${plan.id}`)).body;
    expect(await coverage()).toMatchObject({
      coverage: [{ period: '2026Q1', expected: 4, visited: 2, percent: '50', over: false, missing: [{ code: 'V1' }, { code: 'V4' }], rounds: [{ state: 'done', visits: 2 }, { state: 'open', visits: 0 }] }],
      noted: { suggestions: 2, commonProblems: 2 },
    });
    at('2026-04-01T09:00:00');
    expect((await coverage()).coverage).toMatchObject([{ over: true, rounds: [{ state: 'done' }, { state: 'missing' }] }, { period: '2026Q2', visited: 0 }]);
    expect((await (await as('supervisor', 'TO')).get(`${O}/plans/${plan.id}`)).status).toBe(404);
  });
});

describe('an unannounced visit (四不两直)', () => {
  let visitId = '';
  const findingId = newId();

  test('nobody inspects their own unit', async () => {
    at('2026-04-15T09:00:00');
    const plan = (inspectorIds: string[], unit: Code = 'V2') => office.post(`${O}/visits`, { unitId: units[unit].id, kind: 'unannounced', formId: 'village-check', on: '2026-04-15', inspectorIds });
    const own = await plan([people.bo, people.du]);
    expect([own.status, own.body.code, own.body.facts.people]).toEqual([409, 'visit.own-unit', [people.bo]]);
    expect((await plan([people.bo], 'T')).body.code).toBe('visit.own-unit'); // a village is part of its township
    const planned = await plan([people.bo, people.chen], 'V3');
    expect(planned.status).toBe(201);
    visitId = planned.body.id;
  });

  const seesIt = async (client: Client): Promise<boolean[]> => {
    const one = (await client.get(`${O}/visits/${visitId}`)).status === 200;
    const list = (await client.get(`${O}/visits`)).body.items.some(({ id }: { id: string }) => id === visitId);
    return [one, list];
  };
  const eyes = async () => Promise.all([as('clerk', 'V3'), as('leader', 'V3'), as('leader', 'T'), as('reviewer', 'TO'), as('supervisor', 'D'), as('leader', 'C'), as('auditor', 'C')]);

  test('is there for the office that ordered it and those above, and for nobody of the unit or between', async () => {
    const seen = await Promise.all((await eyes()).map(seesIt));
    expect(seen).toEqual([[false, false], [false, false], [false, false], [false, false], [true, true], [true, true], [true, true]]);
    expect(await seesIt(phone.get('bo')!.client)).toEqual([true, true]);
  });

  test('entries are taken once, in order of the phone, each with its own answer', async () => {
    const device = phone.get('bo')!;
    const entries = [
      { id: newId(), visitId, sequence: 3, at: '2026-04-15T01:02:00Z', what: 'answer', itemId: 'meetings', base: 1, value: '50.5' },
      { id: newId(), visitId, sequence: 1, at: '2026-04-15T01:00:00Z', what: 'answer', itemId: 'meetings', base: 0, value: '40' },
      { id: newId(), visitId, sequence: 2, at: '2026-04-15T01:01:00Z', what: 'answer', itemId: 'meetings', base: 1, value: '61' },
      { id: newId(), visitId, sequence: 4, at: '2026-04-15T01:03:00Z', what: 'photo', itemId: 'room', fileId: newId() },
      { id: newId(), visitId: newId(), sequence: 5, at: '2026-04-15T01:03:00Z', what: 'hand-in' },
      { id: findingId, visitId, sequence: 6, at: '2026-04-15T01:04:00Z', what: 'finding', itemId: 'meetings', title: '一季度党课缺记录' },
      { id: newId(), visitId, sequence: 7, at: '2026-04-15T01:05:00Z', what: 'hand-in' },
    ];
    device.sequence = 7;
    expect(outcomes(await send('bo', entries))).toEqual(['taken', 'taken', 'entry.bad-value', 'entry.photo-unknown', 'thing.missing', 'taken', 'entry.unanswered']);
    expect(outcomes(await send('bo', entries))).toEqual(['already', 'already', 'entry.bad-value', 'entry.photo-unknown', 'thing.missing', 'already', 'entry.unanswered']);
    const { sheets, findings } = (await device.client.get(`${O}/visits/${visitId}`)).body;
    expect(sheets).toMatchObject([{ answers: [{ itemId: 'meetings', version: 2, value: '50.5' }], handedIn: null }]);
    expect(findings).toMatchObject([{ id: findingId, title: '一季度党课缺记录' }]);
  });

  test('two at the same item: the last writer wins and is told, both are kept', async () => {
    const [line] = await sync('chen', visitId, answer('meetings', '45'));
    expect(line).toMatchObject({ outcome: 'taken', version: 3, over: { by: people.bo, value: '50.5' } });
    expect((await office.get(`${O}/visits/${visitId}/entries`)).body.items).toEqual([]); // not before it is filed
  });

  test('two phones at the same moment lose nothing', async () => {
    const sent = await Promise.all([sync('bo', visitId, answer('note', '甲')), sync('chen', visitId, answer('room', 'yes'), { what: 'photo', itemId: 'room', fileId: photo }), sync('bo', visitId, answer('meetings', '50', 3))]);
    expect(sent.flatMap(outcomes)).toEqual(['taken', 'taken', 'taken', 'taken']);
    const { sheets } = (await phone.get('bo')!.client.get(`${O}/visits/${visitId}`)).body;
    expect(Object.fromEntries(sheets[0].answers.map((one: { itemId: string; value: string }) => [one.itemId, one.value]))).toEqual({ meetings: '50', room: 'yes', note: '甲' });
  });

  /** What of this visit stands in somebody's work list. */
  const todo = async (by: Client) => (await by.get(`${O}/todo`)).body.items.filter((item: { visitId: string }) => item.visitId === visitId).map(({ kind, due }: { kind: string; due: string }) => [kind, due]);

  test('G2: the feedback of the same day sets a limit of 15 working days, and the unit knows', async () => {
    const { client } = phone.get('bo')!;
    const input = { heldOn: '2026-04-15', feedback: '党课记录不全，限期补齐', help: '当场讲解记录要求' };
    expect((await client.post(`${O}/visits/${visitId}/file`, input)).body.code).toBe('visit.too-few-judges');
    expect([await todo(client), await todo(office)]).toEqual([[['visit.inspect', '2026-04-15']], []]);
    expect(outcomes(await sync('chen', visitId, { what: 'hand-in' }))).toEqual(['taken']);
    expect(await todo(client)).toEqual([['visit.file', '2026-04-15']]);
    expect((await client.post(`${O}/visits/${visitId}/file`, { ...input, heldOn: '2026-04-16' })).body.code).toBe('visit.in-future');
    expect((await phone.get('du')!.client.post(`${O}/visits/${visitId}/file`, input)).status).toBe(404);
    const filed = await client.post(`${O}/visits/${visitId}/file`, input);
    expect([filed.status, filed.body]).toMatchObject([200, { state: 'filed', score: '90', most: '100', feedback: { day: '2026-04-15', sameDay: true, limit: { lastDay: '2026-05-09' } }, lookBack: { required: true } }]);
    expect(filed.body.feedback.limit.derivation.at(-1)).toMatchObject({ day: '2026-05-09', counted: 15 });
    expect(await Promise.all((await eyes()).map(seesIt))).toEqual(Array.from({ length: 7 }, () => [true, true]));
    const unit = (await (await as('clerk', 'V3')).get(`${O}/visits/${visitId}`)).body;
    expect([unit.sheets[0].judgeId, unit.sheets[0].answers[0].by, unit.score]).toEqual(['', '', '90']);
    const [raised] = (await told(FindingRaisedSchema.typeName)).map(({ body }) => fromBinary(FindingRaisedSchema, (body as unknown as { buffer: Uint8Array }).buffer));
    expect(raised).toMatchObject({ findingId, unitId: units.V3.id, workdays: 15, noticedOn: '2026-04-15', origin: 'spot-check', lookBack: true });
    const log = (await office.get(`${O}/visits/${visitId}/entries`)).body.items;
    expect(log.filter(({ itemId }: { itemId: string }) => itemId === 'meetings').map(({ value }: { value: string }) => value)).toEqual(['40', '50.5', '一季度党课缺记录', '45', '50']);
    expect(outcomes(await sync('bo', visitId, answer('note', '晚了')))).toEqual(['visit.wrong-state']);
  });

  test('G2: it is closed only after somebody looked again and found it solved', async () => {
    const close = (more = {}) => office.post(`${O}/visits/${visitId}/close`, { text: '整改完成', ...more });
    expect([(await close()).body.code, await todo(office), await todo(await as('clerk', 'V3'))]).toEqual(['visit.look-back-due', [['visit.look-back', '2026-05-09']], []]);
    at('2026-05-11T09:00:00');
    const again = async (solved: string[]) => {
      const look = (await office.post(`${O}/visits`, { unitId: units.V3.id, kind: 'look-back', formId: 'village-check', on: '2026-05-11', inspectorIds: [people.bo], lookBackOf: visitId })).body;
      await sync('bo', look.id, answer('meetings', '60'), answer('room', 'yes'), { what: 'photo', itemId: 'room', fileId: photo }, { what: 'hand-in' });
      expect((await phone.get('bo')!.client.post(`${O}/visits/${look.id}/file`, { heldOn: '2026-05-11', feedback: '回头看', solved })).status).toBe(200);
    };
    await again([]);
    expect((await close()).body.code).toBe('visit.unsolved');
    await again([findingId]);
    expect(await todo(office)).toEqual([['visit.close', '2026-05-09']]);
    const closed = await close();
    expect(await todo(office)).toEqual([]);
    expect([closed.status, closed.body.state, closed.body.lookBack.done.length]).toEqual([200, 'closed', 2]);
    expect(await told(LookedAgainSchema.typeName)).toHaveLength(1);
    expect((await close()).body.code).toBe('visit.wrong-state');
  });

  test('R1: the twelfth branch, checked on site on 1 April with 10 working days, is due on the 16th', async () => {
    at('2026-04-01T15:00:00');
    const visit = (await office.post(`${O}/visits`, { unitId: units.V4.id, kind: 'announced', formId: 'village-check', on: '2026-04-01', inspectorIds: [people.du] })).body;
    await sync('du', visit.id, answer('meetings', '30'), answer('room', 'no'), { what: 'photo', itemId: 'room', fileId: photo }, { what: 'hand-in' });
    const filed = await phone.get('du')!.client.post(`${O}/visits/${visit.id}/file`, { heldOn: '2026-04-01', feedback: '未接入视频点名，已现场核查', workdays: 10 });
    expect(filed.body.feedback.limit.lastDay).toBe('2026-04-16');
  });
});

describe('observation by several judges', () => {
  let visitId = '';

  test('each is blind until the own sheet is in', async () => {
    at('2026-06-10T09:00:00');
    visitId = (await office.post(`${O}/visits`, { unitId: units.V4.id, kind: 'observation', formId: 'three-aspects', on: '2026-06-10', inspectorIds: [people.ann, people.bo, people.chen], tag: '生态宜居' })).body.id;
    expect((await office.post(`${O}/visits`, { unitId: units.V4.id, kind: 'announced', formId: 'three-aspects', on: '2026-06-10', inspectorIds: [people.ann] })).body.code).toBe('visit.form-kind');
    await sync('ann', visitId, answer('a', '90'), answer('b', '80.25'), answer('c', '70'), { what: 'hand-in' });
    await sync('bo', visitId, answer('a', '100'));
    const sheets = async (client: Client) => (await client.get(`${O}/visits/${visitId}`)).body.sheets.map(({ judgeId }: { judgeId: string }) => judgeId);
    expect(await sheets(phone.get('bo')!.client)).toEqual([people.bo]);
    expect(await sheets(office)).toEqual([]);
    expect(outcomes(await sync('bo', visitId, answer('b', '100'), answer('c', '100'), { what: 'hand-in' }))).toEqual(['taken', 'taken', 'taken']);
    expect(await sheets(phone.get('bo')!.client)).toEqual([people.bo, people.ann]);
  });

  test('who has not handed in is named, and left out only with a reason', async () => {
    const file = (more = {}) => phone.get('ann')!.client.post(`${O}/visits/${visitId}/file`, { heldOn: '2026-06-10', feedback: '点评会议反馈', ...more });
    const waiting = await file();
    expect([waiting.body.code, waiting.body.facts.people]).toEqual(['visit.not-handed-in', [people.chen]]);
    expect((await file({ absentReason: '临时请假' })).body).toMatchObject({ state: 'filed', score: '90.04', handedIn: 2 }); // 540.25 / 6
  });

  test('the ranking and the facts are those of the window', async () => {
    const rank = async (from: string, to: string) => (await office.get(`${O}/ranking?formId=three-aspects&from=${from}&to=${to}`)).body.items.map((one: { rank: number; unit: { code: string }; score: string }) => [one.rank, one.unit.code, one.score]);
    expect(await rank('2026-01-01', '2026-12-31')).toEqual([[1, 'V4', '90.04'], [2, 'V2', '80'], [2, 'V3', '80']]);
    expect(await rank('2026-04-01', '2026-06-30')).toEqual([[1, 'V4', '90.04']]);
    const facts = system.app.get(OnsiteFacts);
    const found = await facts.of([units.V3.id, units.V1.id], { from: '2026-01-01', to: '2026-12-31' });
    expect(found.has(units.V1.id)).toBe(false);
    expect(found.get(units.V3.id)!.map(({ formId, mean }) => [formId, mean])).toEqual([['three-aspects', '80'], ['village-check', '96.6667']]); // 90, 100, 100
  });
});

describe('the double draw', () => {
  test('draws units and inspectors with a seed, plans the visits, and replays', async () => {
    at('2026-07-01T09:00:00');
    const input = { title: '三季度双随机', unitIds: [units.V1.id, units.V2.id, units.V3.id, units.V4.id], count: 3, inspectorIds: Object.values(people), perUnit: 2, kind: 'unannounced', formId: 'village-check', on: '2026-07-02' };
    const { status, body } = await office.post(`${O}/draws`, input);
    expect([status, body.replays, body.drawn.length, body.conflicts]).toEqual([201, true, 3, [{ code: 'V1', personId: people.ann }, { code: 'V2', personId: people.bo }]]);
    for (const { visitId, inspectorIds } of body.drawn) expect((await office.get(`${O}/visits/${visitId}`)).body.inspectorIds).toEqual(inspectorIds);
    expect((await office.get(`${O}/draws/${body.id}`)).body).toEqual(body);
    const kept = system.platform.databases.get('assessment')!.connection.collection('onsite-draws');
    await kept.updateOne({ title: input.title }, { $set: { seed: 'another' } });
    expect((await office.get(`${O}/draws/${body.id}`)).body.replays).toBe(false);
    expect((await (await as('reviewer', 'TO')).get(`${O}/draws/${body.id}`)).status).toBe(404);
    expect((await office.post(`${O}/draws`, { ...input, count: 5 })).body.code).toBe('draw.too-few-units');
  });

  test('a person named for a visit finds it with all that a phone needs', async () => {
    const all = await Promise.all((Object.keys(people) as Name[]).map(async (name) => (await phone.get(name)!.client.get(`${O}/mine`)).body.items));
    expect(all.flat().filter(({ kind }: { kind: string }) => kind === 'unannounced')).toHaveLength(6);
    expect(all.flat()[0]).toMatchObject({ form: { id: expect.any(String) }, sheets: [{ answers: [] }] });
  });
});
