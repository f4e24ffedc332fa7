import { createHash, randomBytes } from 'node:crypto';
import { PersonChangedSchema, type RoundView } from '@xingchuang/contracts';
import { blind, toBytes, toNumber, unblind, type Role } from '@xingchuang/rules';
import { newId, type Running } from '@xingchuang/server';
import { Client, startServices, tell, tellUnits, tempFolder, testTrust, until, type Answer, type TestTrust, type TestUnit, type WorldPlan } from '@xingchuang/testkit';
import { assessment } from '../index.ts';

const COUNTIES = ['K1', 'K2', 'K3', 'K4', 'K5'] as const;
const GROUPS = ['G1', 'G2', 'G3'] as const;
const PLAN: WorldPlan = {
  C: ['city_committee', ''], WC: ['work_committee', 'C', 'body'],
  ...Object.fromEntries(COUNTIES.map((code) => [code, ['county', 'C'] as const])),
  ...Object.fromEntries(GROUPS.map((code) => [code, ['organ', 'C'] as const])),
  S1: ['branch', 'G1'], S2: ['branch', 'G2'], S3: ['branch', 'G3'], X: ['county', ''],
};
export const SCALE = { id: 'work', kind: 'scale', text: '工作配合', from: '0', to: '100', places: 1 } as const;
export const TEXT = { id: 'advice', kind: 'text', text: '意见建议' } as const;
const DAYS = { from: '2026-03-01', to: '2026-03-31', lastDay: '2026-04-10' };

/** Five counties and three working groups that rate each other, for tests. */
export class RatingWorld {
  private constructor(
    readonly system: Running,
    readonly trust: TestTrust,
    readonly units: Readonly<Record<string, TestUnit>>,
  ) {}

  static async start(): Promise<RatingWorld> {
    const system = await startServices([assessment], { now: '2026-04-01T02:00:00Z', config: { SCHEMES_DIR: tempFolder('no-schemes') } });
    const trust = await testTrust(system.platform.bus);
    const units = await tellUnits(system.platform.bus, PLAN);
    const world = new RatingWorld(system, trust, units);
    await until(async () => (await world.collection('units').countDocuments()) === Object.keys(PLAN).length, 'the units');
    return world;
  }

  collection = (name: string) => this.system.platform.databases.get('assessment')!.connection.db!.collection<{ _id: string; [field: string]: unknown }>(name);
  id = (code: string): string => this.units[code]!.id;
  at = (day: string): void => this.system.platform.clock.move(new Date(`${day}T10:00:00+08:00`));

  async as(role: Role, code: string, personId: string = newId()): Promise<Client> {
    const { id: unitId, kind: unitKind, jurisdictionId } = this.units[code]!;
    return new Client(this.system.url, await this.trust.token({ role, unitId, unitKind, jurisdictionId, personId }));
  }
  get anyone(): Client {
    return new Client(this.system.url);
  }

  async tellMember(code: string, id: string = newId()): Promise<string> {
    await tell(this.system.platform.bus, PersonChangedSchema, id, { personId: id, unitId: this.id(code), since: '2020-01-01', until: '', version: 1 });
    await until(() => this.collection('members').findOne({ _id: id }).then((found) => found !== null), 'the member');
    return id;
  }

  mutual = (change: object = {}) => ({
    kind: 'mutual', name: 'mutual_month', title: '三月双向互评', ...DAYS, minimum: 3, questions: [SCALE, TEXT],
    sides: [{ name: '县市区', unitIds: COUNTIES.map(this.id) }, { name: '工作专班', unitIds: GROUPS.map(this.id) }], ...change,
  });
  survey = (change: object = {}) => ({
    kind: 'public', name: 'satisfaction', title: '群众满意度测评', ...DAYS, minimum: 3, aboutIds: [this.id('S1')],
    questions: [{ id: 'how', kind: 'choice', text: '您对本支部的工作满意吗', options: [{ id: 'good', text: '满意' }, { id: 'fair', text: '基本满意' }, { id: 'bad', text: '不满意' }] }, TEXT], ...change,
  });
  async open(plan: object): Promise<RoundView> {
    const { status, body } = await (await this.as('reviewer', 'WC')).post('/api/assessment/ratings', plan);
    if (status !== 201) throw new Error(`open: ${status} ${JSON.stringify(body)}`);
    return body as RoundView;
  }
}

const sha384 = (bytes: Uint8Array) => Promise.resolve(new Uint8Array(createHash('sha384').update(bytes).digest()));
const chance = (length: number) => new Uint8Array(randomBytes(length));
const word = (value: bigint): string => Buffer.from(toBytes(value)).toString('base64url');
const number = (text: string): bigint => toNumber(Buffer.from(text, 'base64url'));

/** What a voter's browser does. */
export class Paper {
  private constructor(
    readonly round: RoundView,
    readonly sideId: string,
    readonly token: string,
    readonly blinded: string,
    readonly inverse: bigint,
    readonly n: bigint,
  ) {}

  static async make(round: RoundView, sideId: string): Promise<Paper> {
    const n = number(round.sides.find(({ id }) => id === sideId)!.key!);
    const token = chance(32);
    const { blinded, inverse } = await blind(token, n, sha384, chance);
    return new Paper(round, sideId, Buffer.from(token).toString('hex'), word(blinded), inverse, n);
  }

  take = (voter: Client): Promise<Answer> => voter.post(`/api/assessment/ratings/${this.round.id}/paper`, { blinded: this.blinded });
  ballot = (taken: Answer, answers: object) => ({
    roundId: this.round.id, sideId: this.sideId, token: this.token, signature: word(unblind(number(taken.body.blindSignature as string), this, this.n)), answers,
  });
}

/** The same score for each target of a side. */
export const scores = (round: RoundView, sideId: string, score: string | null, text = '') =>
  Object.fromEntries(round.sides.find(({ id }) => id === sideId)!.targets.map(({ id }) => [id, { work: score, ...(text ? { advice: text } : {}) }]));

/** A unit votes from beginning to end. */
export async function vote(world: RatingWorld, round: RoundView, code: string, score: string, text = ''): Promise<Answer> {
  const sideId = code.startsWith('K') ? 'a' : 'b';
  const paper = await Paper.make(round, sideId);
  const taken = await paper.take(await world.as('clerk', code));
  return taken.status === 200 ? world.anyone.post('/api/assessment/ballots', paper.ballot(taken, scores(round, sideId, score, text))) : taken;
}
