import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Role } from '@xingchuang/rules';
import type { Running } from '@xingchuang/server';
import { Client, startServices, tellUnits, tempFolder, testTrust, until, type Answer, type TestTrust, type TestUnit, type WorldPlan } from '@xingchuang/testkit';
import { assessment } from './index.ts';

const A = '/api/assessment';

/** A small fictional world for the acceptance cases of one scheme, driven through the API. */
export class Scenario {
  readonly #ids = new Map<string, string>();
  campaignId = '';

  private constructor(
    readonly system: Running,
    readonly trust: TestTrust,
    readonly units: Readonly<Record<string, TestUnit>>,
  ) {}

  /** `schemes`: texts of scheme files in place of those of the repository. */
  static async start(now: string, plan: WorldPlan, schemes?: readonly string[]): Promise<Scenario> {
    const system = await startServices([assessment], { now, ...(schemes && { config: { SCHEMES_DIR: folderOf(schemes) } }) });
    const trust = await testTrust(system.platform.bus);
    const units = await tellUnits(system.platform.bus, plan);
    const known = () => system.platform.databases.get('assessment')!.connection.db!.collection('units').countDocuments();
    await until(async () => (await known()) === Object.keys(plan).length, 'the units');
    return new Scenario(system, trust, units);
  }

  async as(role: Role, code: string, personId?: string): Promise<Client> {
    const { id: unitId, kind: unitKind, jurisdictionId } = this.units[code]!;
    return new Client(this.system.url, await this.trust.token({ role, unitId, unitKind, jurisdictionId, ...(personId === undefined ? {} : { personId }) }));
  }

  /** A program with a key of a seat. */
  async machine(role: Role, code: string): Promise<Client> {
    const { id: unitId, kind: unitKind, jurisdictionId } = this.units[code]!;
    return new Client(this.system.url, await this.trust.token({ role, unitId, unitKind, jurisdictionId, limits: { areas: [], readOnly: false } }));
  }

  at(day: string): void {
    this.system.platform.clock.move(new Date(`${day}T10:00:00+08:00`));
  }

  /** Opens a round, and knows its candidacies by unit code from then on. */
  async open(by: Client, input: Readonly<Record<string, unknown>>): Promise<Answer> {
    const opened = await by.post(`${A}/campaigns`, input);
    if (opened.status !== 201) return opened;
    this.campaignId = opened.body.id;
    for (let token: string | undefined = ''; token !== undefined; ) {
      const page: { items: { id: string; unit: { code: string } }[]; nextPageToken?: string } = (await by.get(`${A}/candidacies?campaignId=${this.campaignId}${token && `&pageToken=${token}`}`)).body;
      for (const { id, unit } of page.items) this.#ids.set(unit.code, id);
      token = page.nextPageToken;
    }
    return opened;
  }

  candidacy = (code: string, ...rest: string[]): string => [`${A}/candidacies/${this.#ids.get(code)}`, ...rest].join('/');
  facts = (code: string, ...rest: string[]): string => [`${A}/campaigns/${this.campaignId}/facts/${this.units[code]!.id}`, ...rest].join('/');
  campaign = (...rest: string[]): string => [`${A}/campaigns/${this.campaignId}`, ...rest].join('/');
  import = (by: Client, units: readonly object[]): Promise<Answer> => by.post(this.campaign('facts', 'import'), { units });

  /** State and level as a reader sees them. */
  async standing(by: Client, code: string): Promise<[string, string | undefined]> {
    const { body } = await by.get(this.candidacy(code));
    return [body.state, body.level?.id];
  }
}

function folderOf(texts: readonly string[]): string {
  const folder = tempFolder('schemes');
  texts.forEach((text, i) => writeFileSync(join(folder, `${i + 1}.yaml`), text));
  return folder;
}

/** A scheme file of the repository with some of its words put otherwise; each must be there once. */
export function schemeWith(id: string, ...changes: readonly (readonly [was: string, next: string])[]): string {
  let text = readFileSync(new URL(`../../../schemes/${id}.yaml`, import.meta.url), 'utf8');
  for (const [was, next] of changes) {
    if (text.split(was).length !== 2) throw new Error(`not once in ${id}: ${was}`);
    text = text.replace(was, next);
  }
  return text;
}
