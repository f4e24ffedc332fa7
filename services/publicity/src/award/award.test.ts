import { execFileSync } from 'node:child_process';
import { LevelDecidedSchema, LevelLoweredSchema, LevelRecheckedSchema, LevelSettledSchema, PlaqueReturnedSchema, PlaqueReturnOpenedSchema, RungAssignedSchema, RungFailedSchema, RungLapsedSchema, RungPassedSchema, VerificationView, type AwardView } from '@xingchuang/contracts';
import { newId } from '@xingchuang/server';
import { tell, until } from '@xingchuang/testkit';
import { AwardWorld, ROUNDS, startAwardWorld } from './world.fixture.ts';

let world: AwardWorld;
afterEach(() => world?.stop());
const bus = () => world.system.platform.bus;
const becomes = (id: string, state: AwardView['state']) => until(async () => (await world.award(id)).state === state && world.award(id), state);
const steps = async (id: string) => (await world.award(id)).history.map(({ what, on, state }) => `${what} ${on} ${state}`);

test('a yellow card suspends at once what was won before and what comes meanwhile; passed it stands again, failed it is over', async () => {
  world = await startAwardWorld('2026-03-02');
  const { units } = world;
  const round = await world.open('card');
  for (const code of ['B01', 'B02', 'B03', 'B04']) await world.settle(round, code, 'five_star', '2026-03-02');
  await world.settled(round, 4);
  expect(await world.awards(`campaignId=${round}`)).toEqual([]); // this scheme names nobody by itself: a person issues
  const batch = await world.issued(round, [units['B01']!.id, units['B02']!.id, units['B04']!.id]);
  expect(batch).toMatchObject({ total: 3, numbered: 3, made: 3, refused: 0, leftOut: 0 });
  const of = async (code: string) => (await world.awards(`unitId=${units[code]!.id}`))[0]!;
  const [late, mended, other] = [await of('B01'), await of('B02'), await of('B04')];

  const [schemeId] = ROUNDS.card;
  const rung = (code: string, more: object) => ({ caseId: `case-${code}`, unitId: units[code]!.id, rung: 'YC', schemeId, campaignId: round, ...more });
  for (const code of ['B01', 'B02', 'B03']) await tell(bus(), RungAssignedSchema, `case-${code}`, rung(code, { assignedOn: '2026-07-06', dueOn: '2026-08-03' }));
  expect(await becomes(late.id, 'suspended')).toMatchObject({ since: '2026-07-06', reason: '黄牌警告、限期整改', clause: 'S3 L32「黄牌警告」' });
  await becomes(mended.id, 'suspended');
  expect((await world.anyone.get(`/api/publicity/public/awards/${late.number}`)).body).toMatchObject({ state: 'suspended', since: '2026-07-06' });
  expect((await world.publicist.get(`/api/publicity/awards/${late.id}/certificate`)).body.code).toBe('award.suspended');

  await world.at('2026-07-10');
  const second = await world.issued(round, [units['B03']!.id]);
  expect(second).toMatchObject({ total: 1, numbered: 0, made: 0, leftOut: 1 });
  const born = await of('B03');
  expect([born.state, born.hasCertificate, await steps(born.id)]).toEqual(['suspended', false, ['issued 2026-07-10 valid', 'suspended 2026-07-06 suspended']]);

  await world.at('2026-08-04');
  await tell(bus(), RungPassedSchema, 'case-B02', rung('B02', { passedOn: '2026-08-03' }));
  await tell(bus(), RungLapsedSchema, 'case-B03', rung('B03', { lapsedOn: '2026-08-03' })); // its level was settled anew and calls for no card
  await tell(bus(), RungFailedSchema, 'case-B01', rung('B01', { failedOn: '2026-08-04', effectiveOn: '2026-08-04', effects: [], report: 'work_committee' }));
  expect(await becomes(mended.id, 'valid')).toMatchObject({ since: '2026-08-03', reason: '', hasCertificate: true });
  expect(await becomes(late.id, 'revoked')).toMatchObject({ since: '2026-08-04', reason: '摘星降级（调整为未获评）' });
  await tell(bus(), LevelLoweredSchema, `${round}:${units['B01']!.id}`, { campaignId: round, unitId: units['B01']!.id, from: 'five_star', to: 'none', loweredOn: '2026-08-04', clause: 'YC' });
  await until(async () => (await world.award(born.id)).hasCertificate, 'the certificate that had to wait'); // its batch is over: it is made by itself
  expect(await steps(late.id)).toEqual(['issued 2026-03-02 valid', 'suspended 2026-07-06 suspended', 'revoked 2026-08-04 revoked']); // told twice, over once
  expect(await steps(other.id)).toEqual(['issued 2026-03-02 valid']);
});

test('a term is over by the clock alone; a later round with less ends what was won before, the same does not', async () => {
  world = await startAwardWorld('2026-02-28', { U2: ['organ', 'C'], U3: ['organ', 'C'] });
  const first = await world.open('term');
  await world.settle(first, 'U1', 'pioneer', '2026-02-28');
  await world.settled(first, 1);
  await world.issued(first);
  const [award] = await world.awards(`campaignId=${first}`);
  expect(award).toMatchObject({ state: 'valid', validUntil: '2026-12-31' });
  const public_ = async () => (await world.anyone.get(`/api/publicity/public/awards/${award!.number}`)).body;
  await world.at('2026-12-31');
  expect((await public_()).state).toBe('valid');
  world.system.platform.clock.move(new Date('2027-01-01T00:00:01+08:00')); // no sweep came by yet
  expect(await public_()).toMatchObject({ state: 'expired', since: '2027-01-01', reason: '有效期至2026-12-31' });
  await world.system.platform.ticker.tick();
  expect([await steps(award!.id), (await world.awards('state=expired')).length]).toEqual([['issued 2026-02-28 valid', 'expired 2027-01-01 expired'], 1]);
  expect((await world.publicist.get('/api/publicity/steps?what=award-expired')).body.items).toEqual([expect.objectContaining({ day: '2027-01-01', kind: 'award', objectId: award!.id, text: `${award!.number}：有效期至2026-12-31`, by: '' })]);

  await world.at('2026-03-01');
  const year = await world.open('card');
  for (const code of ['B01', 'B02']) await world.settle(year, code, 'five_star', '2026-03-01');
  await world.settled(year, 2);
  await world.issued(year);
  const next = await world.open('card');
  await world.at('2027-03-01');
  await world.settle(next, 'B01', 'three', '2027-03-01');
  await world.settle(next, 'B02', 'five_star', '2027-03-01');
  await world.settled(next, 2);
  const states = (await world.awards(`campaignId=${year}`)).map(({ unitName, state, reason }) => `${unitName} ${state} ${reason}`).sort();
  expect(states).toEqual(['虚拟单位B01 lowered 新一轮评定为三星级', '虚拟单位B02 valid ']);
});

describe('a plaque', () => {
  test('is handed over, hung with a photo, and must come back once the title is gone; every step is a line with its day and seat', async () => {
    world = await startAwardWorld('2026-07-01');
    const { units, publicist } = world;
    const round = await world.open('plaque');
    await world.settle(round, 'B01', 'four_strong', '2026-07-01', { stars: ['Q1', 'Q2', 'Q3', 'Q4'] });
    await world.settle(round, 'B02', 'four_strong', '2026-07-01', { stars: ['Q1', 'Q2', 'Q3', 'Q4'] });
    await world.settled(round, 2);
    const [plaque, second] = (await world.awards(`campaignId=${round}`)).toSorted((a, b) => (a.unitName < b.unitName ? -1 : 1));
    const path = `/api/publicity/awards/${plaque!.id}`;
    await until(async () => (await world.award(plaque!.id)).hasCertificate, 'the artwork');
    expect(Buffer.from((await publicist.bytes(`${path}/document`)).subarray(0, 5)).toString()).toBe('%PDF-');
    expect((await publicist.get(`${path}/certificate`)).body.code).toBe('award.no-certificate');

    const clerk = await world.seat('clerk', 'B01');
    const photoId = newId();
    expect((await clerk.post(`${path}/hanging`, { on: '2026-07-01', photoId })).body.code).toBe('award.not-handed');
    expect((await clerk.post(`${path}/handover`, { on: '2026-07-01', to: '王主任' })).status).toBe(403);
    const handed = await publicist.post(`${path}/handover`, { on: '2026-07-01', to: '王主任' }, { 'if-match': `"${(await world.award(plaque!.id)).version}"` });
    expect(handed.body).toMatchObject({ custody: { handedOn: '2026-07-01', handedTo: '王主任', due: false } });
    expect((await publicist.post(`${path}/revocation`, { reason: '误' }, { 'if-match': '"1"' })).body.code).toBe('thing.stale');
    expect((await (await world.seat('clerk', 'B02')).post(`${path}/hanging`, { on: '2026-07-01', photoId })).status).toBe(404); // another branch's wall
    expect((await clerk.post(`${path}/hanging`, { on: '2026-07-02', photoId })).body).toMatchObject({ code: 'award.bad-day', field: 'on' });
    expect((await clerk.post(`${path}/hanging`, { on: '2026-07-01', photoId })).body.custody).toMatchObject({ hungOn: '2026-07-01', photoId });
    expect(await world.awards('due=true')).toEqual([]);

    await world.at('2027-07-01');
    const told = { campaignId: round, year: 2027, decidedOn: '2027-07-01' };
    const [kept, gone] = [units['B02']!.id, units['B01']!.id];
    await tell(bus(), LevelRecheckedSchema, `${round}:${kept}`, { ...told, unitId: kept, kept: true, clause: 'RA2', reason: '作用发挥好' });
    await tell(bus(), LevelRecheckedSchema, `${round}:${gone}`, { ...told, unitId: gone, kept: false, clause: 'RA3', reason: '作用发挥不好' });
    await tell(bus(), LevelLoweredSchema, `${round}:${gone}`, { campaignId: round, unitId: gone, from: 'four_strong', to: 'none', loweredOn: '2027-07-01', clause: 'RA3' });
    await tell(bus(), PlaqueReturnOpenedSchema, `${round}:${gone}`, { campaignId: round, unitId: gone, effect: 'PN2', dueOn: '2027-07-15' });
    await until(async () => (await world.award(plaque!.id)).custody.dueBackOn === '2027-07-15', 'the day of giving it back');
    expect(await world.award(plaque!.id)).toMatchObject({ state: 'revoked', since: '2027-07-01', reason: '2027年度复查：作用发挥不好', clause: 'RA3', custody: { due: true, overdue: false } });
    await until(async () => (await steps(second!.id)).length === 2, 'the other one is kept');
    expect([(await world.award(second!.id)).state, await steps(second!.id)]).toEqual(['valid', ['issued 2026-07-01 valid', 'kept 2027-07-01 valid']]);

    await world.at('2027-07-16');
    const due = await world.awards('due=true');
    expect(due.map(({ number, custody }) => [number, custody.overdue])).toEqual([[plaque!.number, true]]);
    await tell(bus(), PlaqueReturnedSchema, `${round}:${gone}`, { campaignId: round, unitId: gone, returnedOn: '2027-07-16' });
    await until(async () => (await world.awards('due=true')).length === 0, 'nothing is due');
    const lines = (await world.award(plaque!.id)).history.map(({ what, by, unitName }) => `${what} ${by?.role ?? ''} ${unitName}`.trim());
    expect(lines).toEqual(['issued', 'handed-over publicist 虚拟单位WC', 'hung clerk 虚拟单位B01', 'revoked', 'due-back', 'taken-back']);
  });

  test('carries the name of the body that names, whichever body decided last', async () => {
    world = await startAwardWorld('2026-07-01', { OD: ['organisation_department', 'C', 'body'] });
    const { units } = world;
    const round = await world.open('plaque');
    const about = { campaignId: round, unitId: units['B01']!.id, level: 'four_strong' };
    await tell(bus(), LevelDecidedSchema, `${round}:B01`, { ...about, decidedBy: units['OD']!.id, decidedOn: '2026-06-10' });
    await tell(bus(), LevelSettledSchema, `${round}:B01`, { ...about, settledOn: '2026-07-01', stars: ['Q1', 'Q2', 'Q3', 'Q4'] });
    await world.settled(round, 1);
    const [plaque] = await world.awards(`campaignId=${round}`);
    expect((await world.anyone.get(`/api/publicity/public/awards/${plaque!.number}`)).body.decidedBy).toBe('虚拟单位WC');
    await until(async () => (await world.award(plaque!.id)).hasCertificate, 'the artwork');
    const printed = execFileSync('pdftotext', ['-', '-'], { input: await world.publicist.bytes(`/api/publicity/awards/${plaque!.id}/document`), encoding: 'utf8' });
    expect([printed.includes('虚拟单位WC'), printed.includes('虚拟单位OD')]).toEqual([true, false]);
  });

  test('is found by how its number begins, by state and by form; people suspend, lift and revoke by hand', async () => {
    world = await startAwardWorld('2026-07-01');
    const { publicist } = world;
    const round = await world.open('plaque');
    for (const code of ['B01', 'B02', 'B03']) await world.settle(round, code, 'four_strong', '2026-07-01', { stars: ['Q1', 'Q2', 'Q3', 'Q4'] });
    await world.settled(round, 3);
    const [one] = await world.awards('number=XC-2026-0001');
    expect([(await world.awards('number=XC-2026')).length, (await world.awards('number=XC-2025')).length, (await world.awards('form=certificate')).length]).toEqual([3, 0, 0]);
    const path = `/api/publicity/awards/${one!.id}`;
    expect((await publicist.post(`${path}/reinstatement`, { reason: '无' })).body.code).toBe('award.not-suspended');
    expect((await publicist.post(`${path}/suspension`, { reason: '正在核查', clause: 'S4' })).body).toMatchObject({ state: 'suspended', reason: '正在核查' });
    expect((await world.awards('state=suspended')).map(({ id }) => id)).toEqual([one!.id]);
    expect((await publicist.post(`${path}/handover`, { on: '2026-07-01', to: '王' })).body.code).toBe('award.not-standing');
    expect((await publicist.post(`${path}/reinstatement`, { reason: '查无实据' })).body).toMatchObject({ state: 'valid' });
    expect((await publicist.post(`${path}/revocation`, { reason: '材料造假', clause: 'S4 L107' })).body).toMatchObject({ state: 'revoked', clause: 'S4 L107', history: [{}, {}, {}, { what: 'revoked', by: { role: 'publicist' } }] });
    expect((await publicist.post(`${path}/suspension`, { reason: '再' })).body.code).toBe('award.not-standing');
    for (const role of ['leader', 'decider', 'reviewer', 'clerk', 'auditor'] as const) expect((await (await world.seat(role, 'WC')).post(`${path}/revocation`, { reason: '误' })).status).toBe(403);
  });
});

test('the public learns what the list of the contract names, and not one field more', async () => {
  world = await startAwardWorld('2026-07-01');
  const round = await world.open('plaque');
  await world.settle(round, 'B01', 'four_strong', '2026-07-01', { stars: ['Q1', 'Q2', 'Q3', 'Q4'] });
  await world.settled(round, 1);
  const [one] = await world.awards(`campaignId=${round}`);
  await world.publicist.post(`/api/publicity/awards/${one!.id}/handover`, { on: '2026-07-01', to: '王某某 13800000000' });
  const answer = await world.anyone.get(`/api/publicity/public/awards/${one!.number}`);
  expect([Object.keys(answer.body).sort(), answer.headers.get('cache-control')]).toEqual([Object.keys(VerificationView.shape).sort(), 'no-store']);
  const page = (await world.anyone.get(`/verify/${one!.number}`)).body as string;
  const badge = Buffer.from(await world.anyone.bytes(`/api/publicity/public/awards/${one!.number}/badge`)).toString();
  for (const secret of ['王某某', '13800000000', one!.id, one!.unitId]) expect([page, badge, JSON.stringify(answer.body)].filter((text) => text.includes(secret))).toEqual([]);
});
