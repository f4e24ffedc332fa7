import { readFileSync } from 'node:fs';
import { newId } from '@xingchuang/server';
import { until, type Answer, type Client } from '@xingchuang/testkit';
import { startSystem, type System } from './system.ts';
import { expectUnknown, told } from './unknown.ts';

const SCHEME = 'nanyang-organ-five-star';
const PARAMETERS = { rank_behind: 10, spot_check_share: 30, notice_publisher: 'work_committee', notice_channel: '门户网站' };
const FACTS = {
  study_atmosphere: true, learning_platform_done: true, cadre_academy_done: true, provincial_rank: 6, employment_done: true, enterprise_done: true,
  investment_done: true, projects_done: true, environment_done: true, clean_and_efficient: true, two_roles_played: true,
  criticisms: [{ on: '2025-07-15', form: 'superior_circular', about: 'slow_action' }],
};
const DRAFT = { level: 'one', text: '自评' };
const photo = readFileSync(new URL('../fixtures/photo-tree-planting.jpg', import.meta.url));

/** Ids of things that belong to B01. */
interface Things {
  unit: string;
  file: string;
  record: string;
  candidacy: string;
  finding: string;
  case: string;
  person: string;
  /** An issue that is for it alone. */
  bulletin: string;
}

let system: System;
let owner: Client;
let stranger: Client;
let campaign: string;
let strangersPerson: string;
const theirs = {} as Things;

const EFFECTS = '/api/publicity/effects?campaignId={campaign}';
const CANDIDATES = '/api/publicity/campaigns/{campaign}/candidates';
const at = (path: string) => path.replace('{campaign}', campaign);
const created = (answer: Answer): string => {
  if (answer.status !== 201) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
  return answer.body.id as string;
};
const upload = (by: Client, unit: string) => by.upload('/api/evidence/files', photo, { 'x-unit': unit, 'x-file-name': encodeURIComponent('植树.jpg') });
const service = (personId: string) => ({ day: '2026-01-03', title: '河道清理', fields: { people: [{ personId, minutes: 90 }], time: 'weekend', activity: 'environment' } });
const finding = (unitId: string, aspect: string) => ({ unitId, schemeId: SCHEME, aspect, category: 'weak_service', title: '台账不全', origin: 'observation', foundOn: '2026-01-04' });

/** An issue that a unit alone is to read, beside its issuer and who stands over that. */
async function issuedFor(unitId: string): Promise<string> {
  const [publicist, decider] = await Promise.all([system.as('wc.publicist'), system.as('wc.decider')]);
  const { id, title, texts } = (await publicist.post('/api/publicity/bulletins', { kind: 'news', title: '写给一个支部' })).body as { id: string; title: string; texts: { name: string; lines: string[] }[] };
  const edited = { title, texts: Object.fromEntries(texts.map(({ name, lines }) => [name, lines])), readers: { of: 'units', unitIds: [unitId] } };
  const steps = [await publicist.put(`/api/publicity/bulletins/${id}`, edited), await decider.post(`/api/publicity/bulletins/${id}/approval`)];
  expect(steps.map(({ status }) => status)).toEqual([200, 200]);
  return id;
}

beforeAll(async () => {
  system = await startSystem({ now: '2026-01-05T02:00:00Z' });
  const [oc, pg] = await Promise.all([system.as('oc.supervisor'), system.as('pg.decider')]);
  [owner, stranger] = await Promise.all([system.as('b01.clerk'), system.as('b02.clerk')]);
  theirs.unit = system.unit('B01');
  theirs.person = (await owner.get('/api/registry/session')).body.person.id as string;
  strangersPerson = (await stranger.get('/api/registry/session')).body.person.id as string;
  theirs.file = created(await upload(owner, theirs.unit));
  const record = { ...service(theirs.person), unitId: theirs.unit, type: 'community_service', fileIds: [theirs.file], tasks: [`${SCHEME}/T01`] };
  theirs.record = created(await until(async () => {
    const filed = await owner.post('/api/evidence/records', record);
    return filed.status === 201 && filed; // the people arrive over the bus
  }, 'the record'));
  campaign = created(await pg.post('/api/assessment/campaigns', { title: '2025年度评定', schemeId: SCHEME, declaring: { from: '2026-01-05', to: '2026-01-16' }, parameters: PARAMETERS }));
  theirs.candidacy = (await owner.get(`/api/assessment/candidacies?campaignId=${campaign}`)).body.items[0].id as string;
  const reviewer = await system.as('oc.reviewer');
  const steps = [
    await reviewer.put(`/api/assessment/campaigns/${campaign}/facts/${theirs.unit}`, { version: 0, facts: FACTS }),
    await owner.post(`/api/assessment/candidacies/${theirs.candidacy}/declare`, { level: 'two', text: '自评' }),
    await reviewer.post(`/api/assessment/candidacies/${theirs.candidacy}/propose`),
    await pg.post(`/api/assessment/candidacies/${theirs.candidacy}/decide`),
  ];
  expect(steps.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  theirs.finding = created(await oc.post('/api/rectification/findings', finding(theirs.unit, 'S2')));
  created(await oc.post('/api/rectification/findings', finding(theirs.unit, 'S4')));
  await until(async () => (await owner.get(at(EFFECTS))).body.items?.length, 'what follows from the level');
  theirs.case = created(await pg.post('/api/rectification/cases', { unitId: theirs.unit, schemeId: SCHEME, rung: 'R1', leader: '党组成员' }));
  theirs.bulletin = await issuedFor(theirs.unit);
});
afterAll(() => system?.stop());

/** That another unit is there is no secret, everyone sees the tree; what it has, nobody hears of. */
async function expectOutOfScope(ask: (id: string) => Promise<Answer>): Promise<void> {
  expect(await ask(theirs.unit)).toMatchObject({ status: 404, body: { code: 'thing.missing', facts: {}, errors: [] } });
}

describe('what a branch asks for by its id', () => {
  test.each<[keyof Things, (id: string) => string]>([
    ['file', (id) => `/api/evidence/files/${id}`],
    ['file', (id) => `/api/evidence/files/${id}/content`],
    ['file', (id) => `/api/evidence/files/${id}/thumbnail`],
    ['file', (id) => `/api/evidence/files/${id}/derived`],
    ['file', (id) => `/api/evidence/files/${id}/pages/1`],
    ['file', (id) => `/api/evidence/files/${id}/task-links`],
    ['record', (id) => `/api/evidence/records/${id}`],
    ['record', (id) => `/api/evidence/records/${id}/history`],
    ['record', (id) => `/api/evidence/records/${id}/task-links`],
    ['candidacy', (id) => `/api/assessment/candidacies/${id}`],
    ['candidacy', (id) => `/api/assessment/candidacies/${id}/decision`],
    ['unit', (id) => `/api/assessment/campaigns/${campaign}/facts/${id}`],
    ['unit', (id) => `/api/assessment/campaigns/${campaign}/facts/${id}/history`],
    ['finding', (id) => `/api/rectification/findings/${id}`],
    ['case', (id) => `/api/rectification/cases/${id}`],
    ['person', (id) => `/api/registry/people/${id}`],
    ['bulletin', (id) => `/api/publicity/bulletins/${id}`],
    ['bulletin', (id) => `/api/publicity/bulletins/${id}/workbook`],
    ['bulletin', (id) => `/api/publicity/bulletins/${id}/figures/units.total`],
  ])('a %s: %s', async (thing, path) => {
    expect((await owner.get(path(theirs[thing]))).status).toBe(200);
    await expectUnknown((id) => stranger.get(path(id)), theirs[thing]);
  });
});

const LISTS = [
  '/api/evidence/files', '/api/evidence/records', '/api/evidence/duties', '/api/assessment/candidacies', '/api/assessment/adjustments',
  '/api/rectification/findings', '/api/rectification/cases', '/api/registry/people', '/api/registry/posts',
];

const OF_DUE = ['due', 'due/units', 'steps', 'summaries', 'handovers', 'handovers/zero-list'].map((path) => `/api/rectification/${path}`);
const OF_STEPS = ['registry', 'evidence', 'assessment', 'publicity', 'pdf'].map((service) => `/api/${service}/steps`);
const OF_TELLING = ['/api/publicity/notifications', '/api/publicity/told', '/api/publicity/showcase'];
const OVERVIEWS = ['/api/evidence/overview/timeliness', '/api/rectification/overview'];
const OF_RECORDS = ['/api/evidence/exemptions', '/api/evidence/duties/summary', '/api/evidence/duties/export', '/api/evidence/measures?type=meeting', '/api/evidence/registers?type=meeting'];

describe('what a branch lists', () => {
  test.each([...LISTS, EFFECTS, CANDIDATES, '/api/evidence/todo', '/api/assessment/todo', '/api/rectification/todo', '/api/rectification/digest', '/api/publicity/todo', ...OVERVIEWS, ...OF_DUE, ...OF_STEPS, ...OF_TELLING, '/api/publicity/bulletins', '/api/assessment/campaigns'])('%s holds nothing of another', async (path) => {
    const { status, body } = await stranger.get(at(path));
    expect(status).toBe(200);
    for (const id of Object.values(theirs)) expect(JSON.stringify(body)).not.toContain(id);
  });

  test.each([...LISTS.filter((path) => !path.endsWith('adjustments')), EFFECTS, CANDIDATES, '/api/publicity/bulletins'])('%s shows its owner what there is', async (path) => {
    const { items } = (await owner.get(at(path))).body as { items: unknown[] };
    expect(items.length).toBeGreaterThan(0);
  });

  test.each([...LISTS, '/api/publicity/told', '/api/publicity/showcase', '/api/evidence/files?subtree=true', '/api/evidence/records?subtree=true', '/api/evidence/duties?subtree=true', ...OVERVIEWS, ...OF_RECORDS, ...OF_STEPS, `/api/rectification/ladder?schemeId=${SCHEME}`])(
    '%s of another unit, by name', async (path) => {
      await expectOutOfScope((id) => stranger.get(`${path}${path.includes('?') ? '&' : '?'}unitId=${id}`));
    },
  );
});

describe('what a branch does', () => {
  test.each<[string, keyof Things, (id: string) => Promise<Answer>]>([
    ['links a task to', 'file', (id) => stranger.post(`/api/evidence/files/${id}/link-task`, { task: `${SCHEME}/T01` })],
    ['unlinks a task from', 'file', (id) => stranger.post(`/api/evidence/files/${id}/unlink-task`, { task: `${SCHEME}/T01` })],
    ['corrects', 'record', (id) => stranger.post(`/api/evidence/records/${id}/correction`, { ...service(strangersPerson), reason: '更正' })],
    ['steps', 'record', (id) => stranger.post(`/api/evidence/records/${id}/steps`, { step: 'collected', day: '2026-01-04' })],
    ['closes', 'record', (id) => stranger.post(`/api/evidence/records/${id}/close`, {})],
    ['links a task to', 'record', (id) => stranger.post(`/api/evidence/records/${id}/link-task`, { task: `${SCHEME}/T02` })],
    ['unlinks a task from', 'record', (id) => stranger.post(`/api/evidence/records/${id}/unlink-task`, { task: `${SCHEME}/T01` })],
    ['drafts', 'candidacy', (id) => stranger.put(`/api/assessment/candidacies/${id}/declaration`, DRAFT)],
    ['declares', 'candidacy', (id) => stranger.post(`/api/assessment/candidacies/${id}/declare`, DRAFT)],
    ['withdraws', 'candidacy', (id) => stranger.post(`/api/assessment/candidacies/${id}/withdraw`, {})],
    ['proves', 'finding', (id) => stranger.post(`/api/rectification/findings/${id}/proof`, { text: '已补' })],
    ['proves', 'case', (id) => stranger.post(`/api/rectification/cases/${id}/proof`, { text: '已补' })],
    ['renames', 'person', (id) => stranger.post(`/api/registry/people/${id}/change`, { name: '无名' })],
    ['transfers', 'person', (id) => stranger.post(`/api/registry/people/${id}/transfer`, { unitId: system.unit('B02') })],
    ['lets go', 'person', (id) => stranger.post(`/api/registry/people/${id}/leave`, {})],
  ])('%s a %s of another', async (_, thing, act) => {
    await expectUnknown(act, theirs[thing]);
  });

  test.each<[string, (id: string) => Promise<Answer>]>([
    ['uploads for', (id) => upload(stranger, id)],
    ['files a record of', (id) => stranger.post('/api/evidence/records', { ...service(strangersPerson), unitId: id, type: 'community_service' })],
    ['enters a person of', (id) => stranger.post('/api/registry/people', { name: '无名', unitId: id, memberInService: true })],
    ['establishes a post of', (id) => stranger.post('/api/registry/posts', { unitId: id, kind: 'branch_secretary' })],
  ])('%s another unit', async (_, act) => {
    await expectOutOfScope(act);
  });

  test('attaches a file of another to a record of its own', async () => {
    const attach = (id: string) => stranger.post('/api/evidence/records', { ...service(strangersPerson), unitId: system.unit('B02'), type: 'community_service', fileIds: [id] });
    const never = newId();
    expect(told(await attach(theirs.file), theirs.file)).toEqual(told(await attach(never), never));
    expect((await attach(theirs.file)).status).toBe(422);
  });

  test('has changed nothing', async () => {
    const [file, record, candidacy, person] = await Promise.all(
      [`/api/evidence/files/${theirs.file}`, `/api/evidence/records/${theirs.record}`, `/api/assessment/candidacies/${theirs.candidacy}`, `/api/registry/people/${theirs.person}`].map((path) => owner.get(path)),
    );
    expect([file!.body.version, record!.body.version, candidacy!.body.state, person!.body.name]).toEqual([1, 1, 'settled', '白一帆']);
    const mine = (await stranger.get('/api/evidence/records')).body.items as unknown[];
    expect(mine).toEqual([]);
  });
});
