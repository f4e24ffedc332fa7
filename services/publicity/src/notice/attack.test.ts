import { RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { MetadataScanner, ModulesContainer } from '@nestjs/core';
import { create, fromBinary, type DescMessage } from '@bufbuild/protobuf';
import * as contracts from '@xingchuang/contracts';
import { pdf } from '@xingchuang/pdf';
import { ROLES, type Action, type Role } from '@xingchuang/rules';
import { actionOf, newId, type Running } from '@xingchuang/server';
import { Client, startServices, tell, tellCampaign, tellUnits, testTrust, until, type TestTrust, type TestUnit } from '@xingchuang/testkit';
import { publicity } from '../index.ts';
import { PublicityModule } from '../module.ts';

/**
 * Tries to get an award, a certificate, a plaque or a circular out of candidates whose notice runs, whose notice is over with a complaint
 * open, and whose notice did not begin: every route of the service with every role and without any, every message it listens to. Routes that are not
 * known when this is written are tried as well: what a route asks for is learnt from its refusals.
 */
const WORLD = { C: ['city_committee', ''], WC: ['work_committee', 'C', 'body'], U1: ['organ', 'C'], B01: ['branch', 'U1'], B02: ['branch', 'U1'], B03: ['branch', 'U1'] } as const;
type Code = keyof typeof WORLD;
const CANDIDATES: readonly Code[] = ['B01', 'B02', 'B03']; // on notice with a complaint, on notice, not on notice yet
const SEATS: readonly (readonly [Role, Code])[] = [['publicist', 'WC'], ['decider', 'WC'], ['leader', 'WC'], ['reviewer', 'WC'], ['supervisor', 'WC'], ['admin', 'C'], ['auditor', 'C'], ['clerk', 'B01']];
/** The lawful ways on: somebody looks into the complaint, or time passes. */
const LAWFUL: readonly Action[] = ['complaint.handle', 'clock.move'];

interface Route {
  readonly method: string;
  readonly path: string;
  readonly action: Action;
}

let system: Running;
let trust: TestTrust;
let units: Record<Code, TestUnit>;
let round: string;
let noticeId: string;
const clients = new Map<string, Client>();
/** What was asked of the maker of documents, and told of awards. */
const rendered: { template: string; data: string }[] = [];
const issued: string[] = [];

const at = async (day: string) => {
  system.platform.clock.move(new Date(`${day}T10:00:00+08:00`));
  await system.platform.ticker.tick();
};
const publicist = () => clients.get('publicist')!;
const key = (code: Code) => `${round}:${units[code].id}`;
const states = async () => ((await publicist().get(`/api/publicity/campaigns/${round}/candidates`)).body.items ?? []) as { unitId: string; state: string }[];

beforeAll(async () => {
  system = await startServices([publicity, pdf], { now: '2026-02-13T10:00:00+08:00' });
  const { bus } = system.platform;
  const ask = bus.request.bind(bus);
  bus.request = async (subject: string, body: Uint8Array, withinMs: number) => {
    if (subject === 'pdf.render') {
      const { template, dataJson } = fromBinary(contracts.RenderRequestSchema, body);
      rendered.push({ template, data: dataJson });
    }
    if (subject === 'pdf.batch.add') {
      const { template, items } = fromBinary(contracts.BatchAddRequestSchema, body);
      for (const { dataJson } of items) rendered.push({ template, data: dataJson });
    }
    return ask(subject, body, withinMs);
  };
  await bus.consume('listener', [contracts.AwardIssuedSchema.typeName], async ({ body }) => void issued.push(fromBinary(contracts.AwardIssuedSchema, body).unitId));
  trust = await testTrust(bus);
  units = await tellUnits(bus, WORLD);
  for (const [role, code] of SEATS) {
    const { id: unitId, kind: unitKind, jurisdictionId } = units[code];
    clients.set(role, new Client(system.url, await trust.token({ role, unitId, unitKind, jurisdictionId })));
  }
  clients.set('public', new Client(system.url)); // nobody: without a token
  round = await tellCampaign(bus, 'nanyang-organ-five-star', units.WC.id, { rank_behind: 10, spot_check_share: 20, notice_publisher: 'work_committee', notice_channel: '网站' });
  for (const code of CANDIDATES) await tell(bus, contracts.LevelDecidedSchema, key(code), { campaignId: round, unitId: units[code].id, level: 'five', decidedBy: units.WC.id, decidedOn: '2026-02-12', needsNotice: true });
  await until(async () => (await states()).length === CANDIDATES.length, 'candidates');
  const published = await publicist().post('/api/publicity/notices', { campaignId: round, unitIds: [units.B01.id, units.B02.id], title: '公示' });
  noticeId = published.body.id;
  const complained = await new Client(system.url).post(`/api/publicity/public/notices/${noticeId}/complaints`, { unitId: units.B01.id, text: '材料不实' });
  expect([published.status, complained.status]).toEqual([201, 201]);
});
afterAll(() => system?.stop());

/** Every route of the service that can change anything. */
function commands(): Route[] {
  const scanner = new MetadataScanner();
  const module = [...system.app.get(ModulesContainer).values()].find(({ metatype }) => metatype === PublicityModule)!;
  return [...module.controllers.values()].flatMap(({ metatype }) => {
    const { prototype } = metatype as { prototype: Record<string, object> };
    return scanner.getAllMethodNames(prototype).flatMap((name): Route[] => {
      const method = Reflect.getMetadata(METHOD_METADATA, prototype[name]!) as RequestMethod | undefined;
      if (method === undefined || method === RequestMethod.GET) return [];
      const path = `/${[metatype as object, prototype[name]!].flatMap((from) => (Reflect.getMetadata(PATH_METADATA, from) as string).split('/')).filter((part) => part !== '').join('/')}`;
      return [{ method: RequestMethod[method], path, action: actionOf(prototype[name]!)! }];
    });
  });
}

interface Ear {
  readonly schema: DescMessage;
  readonly hear: (event: object) => Promise<void>;
}

/** Every event that the service listens to: the schema of its name, and its handler as the inbox runs it, in one transaction. */
function ears(): Ear[] {
  const schemas = new Map(Object.values(contracts).flatMap((one): [string, DescMessage][] => (typeof one === 'object' && one !== null && 'typeName' in one ? [[String(one.typeName), one as unknown as DescMessage]] : [])));
  const scanner = new MetadataScanner();
  const module = [...system.app.get(ModulesContainer).values()].find(({ metatype }) => metatype === PublicityModule)!;
  return [...module.controllers.values()].flatMap(({ metatype, instance }) => {
    const { prototype } = metatype as { prototype: Record<string, object> };
    return scanner.getAllMethodNames(prototype).flatMap((name) => {
      const heard = (Reflect.getMetadata('microservices:pattern', prototype[name]!) as string[] | undefined) ?? [];
      const handler = (instance as Record<string, (event: object) => Promise<void>>)[name]!.bind(instance);
      return heard.map((pattern) => ({ schema: schemas.get(String(pattern).replace('publicity:', ''))!, hear: async (event: object) => system.platform.databases.get('publicity')!.transaction(() => handler(event)) }));
    });
  });
}

/** A value that fits a field by its name, as one who wants something out of it would choose. */
function wanted(field: string, code: Code): unknown {
  const id = units[code].id;
  const known: Record<string, unknown> = {
    campaignId: round, unitId: id, unitIds: [id], noticeId, title: '命名表彰', text: '正文', reason: '理由', clause: '条款', finding: '查明', answer: '答复', upheld: false, keep: true, on: system.platform.clock.today(), to: '某人', photoId: newId(),
    level: 'five', effectId: 'RW1', kind: 'naming', period: '2025', year: 2025, nodeId: units.U1.id, paragraphs: ['正文'], parameters: {}, receiptCode: '00000-00000-00000-00000', note: '', workdays: 5, name: '名', reading: 'x',
  };
  return known[field] ?? known[`${field}Id`] ?? '2026';
}

/** Sends what the route asks for, field by field as its refusals name them; the last answer. */
async function insist(client: Client, { method }: Route, url: string, code: Code): Promise<{ status: number; code: string }> {
  const body: Record<string, unknown> = {};
  let last = { status: 0, code: '' };
  for (let round_ = 0; round_ < 6; round_ += 1) {
    const answer = await client.send(method, url, body, { 'idempotency-key': newId() });
    last = { status: answer.status, code: answer.body?.code ?? '' };
    const missing = ((answer.body?.errors ?? []) as { field: string }[]).map(({ field }) => field.split(/[.[]/)[0]!).filter((field) => field !== '' && !(field in body));
    if (answer.status !== 422 || missing.length === 0) break;
    for (const field of missing) body[field] = wanted(field, code);
  }
  return last;
}

/** An event of a kind about a candidate, as a body in a hurry would wish it. */
function forged(schema: DescMessage, code: Code): object {
  const values: Record<string, unknown> = {
    campaignId: round, unitId: units[code].id, level: 'five', from: 'none', to: 'five', settledOn: '2026-02-13', decidedOn: '2026-02-13', decidedBy: units.WC.id, needsNotice: true, stars: ['S1', 'S2', 'S3', 'S4', 'S5'], kept: true, year: 2026,
    noticeId, unitIds: [units[code].id], schemeId: 'nanyang-organ-five-star', rung: 'R1', caseId: `case-${code}`, awardId: newId(), number: 'XC-2026-9999', clause: 'P5', reopenedOn: '2026-02-13', loweredOn: '2026-02-13', confirmedOn: '2026-02-13', passedOn: '2026-02-13', failedOn: '2026-02-13', effectiveOn: '2026-02-13', assignedOn: '2026-02-13', state: 'valid',
  };
  return create(schema, Object.fromEntries(schema.fields.map(({ localName }) => localName).filter((name) => name in values).map((name) => [name, values[name]])));
}

async function nothingCameOut(): Promise<void> {
  const database = (name: string) => system.platform.databases.get(name)!.connection;
  const names = CANDIDATES.map((code) => units[code].name);
  expect(issued).toEqual([]);
  expect(await database('publicity').collection('awards').countDocuments()).toBe(0);
  expect(await database('pdf').collection('batch-items').countDocuments()).toBe(0);
  expect(rendered.filter(({ template, data }) => ['certificate', 'plaque', 'naming', 'commendation'].includes(template) || (template !== 'notice' && names.some((name) => data.includes(name))))).toEqual([]);
  expect((await publicist().get('/api/publicity/awards')).body.items).toEqual([]);
  expect(await database('publicity').collection('reward-lines').countDocuments({ unitId: units.B01.id, origin: 'level' })).toBe(0); // what follows from the level that is complained of
}

async function everyRoute(): Promise<Map<string, string[]>> {
  const reached = new Map<string, string[]>();
  const complaints = await system.platform.databases.get('publicity')!.connection.collection('complaints').find().toArray();
  const ids = [noticeId, round, units.B01.id, key('B01'), String(complaints[0]!['_id'])];
  for (const route of commands().filter(({ action }) => !LAWFUL.includes(action))) {
    for (const [role, client] of clients) {
      const urls = route.path.includes(':') ? ids.map((id) => route.path.replaceAll(/:\w+/g, encodeURIComponent(id))) : [route.path];
      for (const [index, url] of urls.entries()) {
        const answer = await insist(client, route, url, CANDIDATES[index % CANDIDATES.length]!);
        if (answer.status === 500) throw new Error(`${role} ${route.method} ${url}: 500`);
        reached.set(`${route.method} ${route.path}`, [...(reached.get(`${route.method} ${route.path}`) ?? []), `${answer.status} ${answer.code}`]);
      }
    }
  }
  return reached;
}

/** Nobody has an award, nor would a batch that is started this moment give one. */
async function nobodyIsDue(after: string): Promise<void> {
  const own = system.platform.databases.get('publicity')!.connection;
  expect([after, await own.collection('candidates').countDocuments({ awardDue: true }), await own.collection('awards').countDocuments()]).toEqual([after, 0, 0]);
}

/** What a message is refused with goes into the inbox's parking place; here only what it left behind counts. */
async function everySubject(): Promise<number> {
  const [reopened, cancelled] = [contracts.LevelReopenedSchema.typeName, contracts.CampaignCancelledSchema.typeName]; // after them nobody is on notice any more
  const of = (...names: string[]) => ears().filter(({ schema }) => names.includes(schema.typeName));
  const first = ears().filter((one) => !of(reopened, cancelled).some(({ schema }) => schema === one.schema));
  const inOrder = [...first, ...first.toReversed(), ...of(reopened), ...first, ...first.toReversed()];
  let taken = 0;
  for (const [at, code] of CANDIDATES.entries()) {
    for (const { schema, hear } of at === CANDIDATES.length - 1 ? [...inOrder, ...of(cancelled), ...first] : inOrder) {
      await hear(forged(schema, code)).then(
        () => (taken += 1),
        () => undefined,
      );
      await nobodyIsDue(`${code} ${schema.typeName}`); // at once: the next message may take away again what this one gave
    }
  }
  return taken;
}

test('the walk sees the routes and messages that matter', () => {
  expect([...clients.keys()].sort()).toEqual([...ROLES].sort());
  const paths = commands().map(({ method, path }) => `${method} ${path}`);
  expect(paths).toEqual(expect.arrayContaining(['POST /api/publicity/award-batches', 'POST /api/publicity/notices/:id/confirmation', 'POST /api/publicity/bulletins', 'POST /api/publicity/bulletins/:id/approval', 'POST /api/publicity/awards/:id/reinstatement']));
  const heard = ears().map(({ schema }) => schema);
  expect(heard).not.toContain(undefined);
  expect(heard).toEqual(expect.arrayContaining([contracts.LevelSettledSchema, contracts.LevelDecidedSchema, contracts.LevelRecheckedSchema, contracts.RungPassedSchema]));
});

test('while the notice runs', async () => {
  const reached = await everyRoute();
  expect(reached.get('POST /api/publicity/award-batches')).toContain('409 award-batch.empty');
  expect(reached.get('POST /api/publicity/notices/:id/confirmation')).toContain('409 notice.running');
  await nothingCameOut();
}, 300_000);

test('when it is over and a complaint is open', async () => {
  await at('2026-03-10');
  const reached = await everyRoute();
  expect(reached.get('POST /api/publicity/notices/:id/confirmation')).toContain('409 notice.complaint-open');
  await nothingCameOut();
}, 300_000);

test('by messages, in either order', async () => {
  expect(await everySubject()).toBeGreaterThan(50);
  await nothingCameOut();
  await publicist().post('/api/publicity/award-batches', { campaignId: round }); // some of them count as settled now; none of them gets anything
  await until(async () => ((await publicist().get('/api/publicity/award-batches')).body.items as { state: string }[]).every(({ state }) => state === 'done'), 'batches', 60_000);
  await nothingCameOut();
}, 300_000);
