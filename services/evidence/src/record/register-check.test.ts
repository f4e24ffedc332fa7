import type { Client } from '@xingchuang/testkit';
import { SCHEME, type World } from '../world.fixture.ts';
import type { RecordType } from './record-type.ts';
import { CATALOGUE, Filer, measured, numbersIn, openRegisters, RECORDS } from './register.fixture.ts';

/** Requirements of the domain that only ask that something is done and kept. */
const REGISTERS = `
  R-025 R-054 R-057 R-059 R-061 R-062 R-066 R-067 R-068 R-078 R-079 R-081 R-083 R-084 R-088 R-094 R-096 R-097 R-098 R-101 R-111 R-112 R-116 R-119 R-120 R-121 R-123 R-126
  R-127 R-128 R-129 R-131 R-133 R-134 R-135 R-137 R-139 R-140 R-141 R-142 R-143 R-144 R-146 R-149 R-151 R-153 R-154 R-156 R-163 R-166 R-172 R-187 R-189 R-198 R-199 R-200
  R-202 R-203 R-204 R-205 R-206 R-207 R-208 R-223 R-252 R-253 R-255 R-257 R-258 R-260 R-261 R-262 R-263 R-264 R-265 R-279 R-282 R-287 R-289 R-283 R-284 R-290 R-319 R-322 R-323 R-324 R-336
  R-015 R-018 R-027 R-029 R-030 R-031 R-032 R-033 R-302 R-303 R-304 R-305 R-306 R-308 R-309 R-310 R-311 R-312 R-313 R-315 R-316 R-317 R-318 R-320 R-321 R-325 R-326 R-327`.match(/R-\d{3}/g)!;

test('every register that a requirement asks for is kept by a record type', () => {
  const kept = new Set(CATALOGUE.list().flatMap(numbersIn));
  expect(REGISTERS.filter((number) => !kept.has(number))).toEqual([]);
});

test('every type says which clause it serves, and has a group', () => {
  expect(CATALOGUE.list().filter(({ source }) => source === undefined || !/^S\d L\d/.test(source)).map(({ id }) => id)).toEqual([]);
  expect(new Set(CATALOGUE.list().map(({ group }) => group)).size).toBeGreaterThan(8);
});

let world: World;
let other: Client;
let filers: Record<'clerk' | 'reviewer', Filer>;
let post: Filer;

beforeAll(async () => {
  world = await openRegisters();
  const person = await world.member('B01');
  other = await world.as('clerk', 'B02');
  filers = { clerk: new Filer(world, await world.as('clerk', 'B01'), 'B01', person), reviewer: new Filer(world, await world.as('reviewer', 'OC'), 'B01', person) };
  await world.post('B01', 'branch_discipline', '2020-01-01', { personId: person, since: '2020-01-01', until: '' });
  post = new Filer(world, await world.as('clerk', 'B01', person), 'B01', person);
});
afterAll(() => world.running.stop());

/** Who files a type: at a unit of a kind that may have it, by a role that may. */
async function filerOf({ units, filedBy, filedByPost }: RecordType): Promise<Filer> {
  if (filedByPost) return post;
  const kind = units?.[0];
  if (kind === undefined) return filers[filedBy && !filedBy.includes('clerk') ? 'reviewer' : 'clerk'];
  if (!world.units.has(kind)) {
    await world.open(kind, kind, 'C');
    await world.heard('units', world.id(kind));
  }
  return new Filer(world, await world.as('clerk', kind), kind, await world.member(kind));
}

/** Records by the first measure that tells how many there are: a count, or the values of a choice together. */
async function countOf({ client, code }: Filer, type: string): Promise<number> {
  const measures = Object.values(await measured(client, `type=${type}&unitId=${world.id(code)}&period=2026-03`));
  const counting = measures.find(({ kind, value, target }) => target === undefined && (kind === 'count' || (kind === 'by' && value !== null)))!;
  return typeof counting.value === 'number' ? counting.value : Object.values(counting.value as Record<string, number>).reduce((sum, one) => sum + one, 0);
}

test.each(CATALOGUE.list().map((type) => [type.id, numbersIn(type).join(' '), type] as const))('%s %s: filed, found under unit, period and task, counted, and nobody else’s', async (_, __, type) => {
  const filer = await filerOf(type);
  const { client } = filer;
  const filing = await filer.filing(type);
  const before = await countOf(filer, type.id);

  const { status, body } = await client.post(RECORDS, type.tasks.length > 0 ? filing : { ...filing, tasks: [`${SCHEME}/T01`] });
  expect({ status, errors: body.errors }).toEqual({ status: 201, errors: undefined });
  expect(body).toMatchObject({ type: type.id, day: '2026-03-10', fields: filing['fields'], fileIds: filing['fileIds'] });

  expect((await client.get(`${RECORDS}/${body.id}`)).body).toEqual(body);
  for (const task of type.tasks.length > 0 ? type.tasks : [`${SCHEME}/T01`]) {
    const { items } = (await client.get(`${RECORDS}?unitId=${world.id(filer.code)}&from=2026-03-01&to=2026-03-31&type=${type.id}&task=${task}`)).body;
    expect(items.map(({ id }: { id: string }) => id)).toContain(body.id);
  }
  expect(await countOf(filer, type.id)).toBe(before + 1);

  const absent = await other.get(`${RECORDS}/00000000-0000-7000-8000-000000000000`);
  expect(await other.get(`${RECORDS}/${body.id}`)).toMatchObject({ status: 404, body: absent.body });
  const correction = { day: filing['day'], title: '改动', fields: filing['fields'], fileIds: filing['fileIds'], reason: '改动' };
  expect((await other.post(`${RECORDS}/${body.id}/correction`, correction)).status).toBe(404);
  expect((await client.get(`${RECORDS}/${body.id}`)).body).toEqual(body);
});
