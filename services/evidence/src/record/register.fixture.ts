import { readFileSync } from 'node:fs';
import { SchemePublishedSchema, type MeasureReport, type MeasureResult, type RecordFieldValue } from '@xingchuang/contracts';
import { newId } from '@xingchuang/server';
import type { Client } from '@xingchuang/testkit';
import { picture } from '../file/bytes.fixture.ts';
import { openWorld, SCHEME, upload, type World } from '../world.fixture.ts';
import { RECORD_TYPES, RecordCatalogue } from './record-catalogue.ts';
import type { RecordField, RecordType } from './record-type.ts';

export const RECORDS = '/api/evidence/records';
export const CATALOGUE = new RecordCatalogue(RECORD_TYPES);
export const numbersIn = ({ source = '' }: Pick<RecordType, 'source'>): string[] => source.match(/R-\d{3}/g) ?? [];

/** A world in which every programme that record types name is published and run. */
export async function openRegisters(): Promise<World> {
  const world = await openWorld();
  const named = new Set(CATALOGUE.list().flatMap(({ tasks }) => tasks.map((task) => task.split('/')[0]!)));
  for (const schemeId of named) {
    if (schemeId === SCHEME) continue;
    const text = readFileSync(new URL(`../../../../schemes/${schemeId}.yaml`, import.meta.url), 'utf8');
    await world.tell(SchemePublishedSchema, schemeId, { schemeId, version: 1, text });
    await world.heard('published-schemes', `${schemeId}@1`);
    await world.adopts(schemeId, 'C');
  }
  for (const [code, kind] of [['CM', 'community'], ['WC', 'work_committee']] as const) {
    await world.open(code, kind, 'C', kind === 'work_committee');
    await world.heard('units', world.id(code));
  }
  world.moveClock('2026-03-15');
  return world;
}

/** Files records of a unit as one seat. */
export class Filer {
  #files: string[] | undefined;

  constructor(
    readonly world: World,
    readonly client: Client,
    readonly code: string,
    readonly personId: string,
  ) {}

  async evidence(): Promise<string> {
    this.#files ??= [(await upload(this.client, this.world.id(this.code), await picture('png', 31, 9), '佐证.png')).body.id];
    return this.#files[0]!;
  }

  /** A record with a valid value in every field, but for those given. */
  async filing(type: RecordType, fields: Record<string, RecordFieldValue> = {}, over: object = {}): Promise<Record<string, unknown>> {
    const made: Record<string, RecordFieldValue> = {};
    for (const field of type.fields) made[field.id] = fields[field.id] ?? (await this.#value(field));
    return { unitId: this.world.id(this.code), type: type.id, day: '2026-03-10', title: type.zh, fields: made, fileIds: [await this.evidence()], ...over };
  }

  async file(typeId: string, fields: Record<string, RecordFieldValue> = {}, over: object = {}): Promise<string> {
    const { status, body } = await this.client.post(RECORDS, await this.filing(CATALOGUE.get(typeId), fields, over));
    if (status !== 201) throw new Error(`${typeId}: ${JSON.stringify(body)}`);
    return body.id;
  }

  async #value(field: RecordField): Promise<RecordFieldValue> {
    const several = <T>(one: T): T[] | T => (field.many ? [one] : one);
    switch (field.type) {
      case 'text':
        return `${field.zh}甲`.slice(0, field.most ?? 100);
      case 'number':
        return Math.max(1, field.min ?? 1);
      case 'decimal':
        return String(Math.max(1, field.min ?? 1));
      case 'minutes':
        return 60;
      case 'day':
        return '2026-03-10';
      case 'yes':
        return true;
      case 'choice':
        return several(field.values![0]!.id) as RecordFieldValue;
      case 'person':
        return this.personId;
      case 'people':
        return [{ personId: this.personId, ...(field.minutes && { minutes: 60 }) }];
      case 'unit':
        return several(this.world.id(field.kinds?.includes('community') ? 'CM' : 'B02')) as RecordFieldValue;
      case 'link':
        return several(await this.file(field.to![0]!)) as RecordFieldValue;
      case 'files':
        return [await this.evidence()];
      case 'table': {
        const row: Record<string, RecordFieldValue> = {};
        for (const column of field.columns!) row[column.id] = await this.#value(column as RecordField);
        return [row] as RecordFieldValue;
      }
    }
  }
}

export const held = (personId: string, since = '2020-01-01') => ({ personId, since, until: '' });

/** The registers of a branch, with whom it is that has its posts and whose seats file and look. */
export async function openBranch() {
  const world = await openRegisters();
  const [secretary, discipline] = [await world.member('B01'), await world.member('B01')];
  const [clerk, reviewer] = [await world.as('clerk', 'B01'), await world.as('reviewer', 'OC')];
  await world.post('B01', 'branch_secretary', '2020-01-01', held(secretary));
  await world.post('B01', 'branch_discipline', '2020-01-01', held(discipline));
  return { world, secretary, discipline, clerk, reviewer, b01: new Filer(world, clerk, 'B01', secretary) };
}

/** Members of a unit as the service keeps them; many at once, which by the bus would take long. */
export async function manyMembers(world: World, code: string, count: number): Promise<string[]> {
  const people = Array.from({ length: count }, () => ({ _id: newId(), version: 1, unitId: world.id(code), memberInService: true, since: '2020-01-01', until: '' }));
  await world.running.platform.databases.get('evidence')!.connection.collection<{ _id: string }>('people').insertMany(people);
  return people.map(({ _id }) => _id);
}

/** The measures of a type, by their ids. */
export async function measured(client: Client, query: string): Promise<Record<string, MeasureResult>> {
  const { status, body } = await client.get(`/api/evidence/measures?${query}`);
  if (status !== 200) throw new Error(JSON.stringify(body));
  return Object.fromEntries((body as MeasureReport).total.measures.map((one) => [one.id, one]));
}
