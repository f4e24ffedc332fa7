import { Inject, Injectable } from '@nestjs/common';
import type { RobotAdd, RobotChange, RobotQuery, RobotView } from '@xingchuang/contracts';
import { allow, Refusal, type Actor } from '@xingchuang/rules';
import { CLOCK, newId, pageById, UNITS, type Clock, type UnitDirectory } from '@xingchuang/server';
import { KindCatalogue } from './kind-catalogue.ts';
import { OutsideCall } from './outside-call.ts';
import { robotCall, robotRefused, type Robot } from './robot-rule.ts';
import { RobotStore } from './robot-store.ts';

const PAGE = 50;

/** The robots of units, kept by administrators; their addresses are checked when they are entered and again at each call. */
@Injectable()
export class RobotService {
  constructor(
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(UNITS) readonly units: UnitDirectory,
    @Inject(KindCatalogue) readonly kinds: KindCatalogue,
    @Inject(RobotStore) readonly store: RobotStore,
    @Inject(OutsideCall) readonly outside: OutsideCall,
  ) {}

  async list({ unitId, pageToken }: RobotQuery, by: Actor): Promise<{ items: RobotView[]; nextPageToken?: string }> {
    allow(by, 'robot.manage');
    const { items, ...rest } = pageById(await this.store.page(unitId, PAGE + 1, pageToken), PAGE);
    const units = await this.units.byIds(items.map((one) => one.unitId));
    return { ...rest, items: items.map((one) => view(one, units.get(one.unitId)?.name ?? '')) };
  }

  async add(given: RobotAdd, by: Actor): Promise<RobotView> {
    const place = await this.units.get(given.unitId);
    allow(by, 'robot.manage', { unitId: place.id, path: place.path });
    this.#checkKinds(given.kinds);
    await this.outside.check(given.url, 'url');
    return view(await this.store.insert({ ...given, id: newId(), version: 1, path: place.path, enabled: true }), place.name);
  }

  async change(id: string, { url, secret, ...given }: RobotChange, ifMatch: string | undefined, by: Actor): Promise<RobotView> {
    const was = await this.#get(id, by);
    if (ifMatch !== undefined && ifMatch.replaceAll('"', '') !== String(was.version)) throw new Refusal('stale', 'thing.stale', { id, version: was.version }, 'If-Match');
    this.#checkKinds(given.kinds);
    if (url !== undefined) await this.outside.check(url, 'url');
    else if (was.url === '') throw new Refusal('conflict', 'robot.address-lost', {}, 'url');
    const next = await this.store.save({ ...was, ...given, ...(url !== undefined && { url }), ...(secret !== undefined && { secret }) });
    return view(next, (await this.units.get(next.unitId)).name);
  }

  async remove(id: string, by: Actor): Promise<void> {
    await this.#get(id, by);
    await this.store.remove(id);
  }

  /** Sends a message now; why it was not taken is told to who asks. */
  async test(id: string, by: Actor): Promise<string> {
    const robot = await this.#get(id, by);
    const { url, body, headers } = robotCall(robot, `星创：测试消息（${robot.name}）`, newId(), this.clock.now());
    try {
      const answer = await this.outside.post(url, body, headers);
      return robotRefused(robot.vendor, answer.status, answer.body);
    } catch (error) {
      if (error instanceof Refusal) throw error;
      return String((error as { code?: unknown }).code ?? (error as Error).name);
    }
  }

  async #get(id: string, by: Actor): Promise<Robot> {
    const robot = await this.store.get(id);
    allow(by, 'robot.manage', robot);
    return robot;
  }

  #checkKinds(kinds: readonly string[]): void {
    const unknown = kinds.find((kind) => !this.kinds.find(kind)?.robots);
    if (unknown !== undefined) throw new Refusal('invalid', 'notification.unknown-kind', { kind: unknown }, 'kinds');
  }
}

const view = ({ id, version, unitId, name, vendor, url, secret, kinds, enabled }: Robot, unitName: string): RobotView => ({
  id, version, unitId, unitName, name, vendor, host: URL.parse(url)?.host ?? '', hasSecret: secret !== '', kinds: [...kinds], enabled,
});
