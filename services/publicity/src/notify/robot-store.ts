import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Schema } from 'mongoose';
import { DATABASE, PLATFORM, type Collection, type Database, type Platform } from '@xingchuang/server';
import type { Robot } from './robot-rule.ts';
import { RobotSeal } from './robot-seal.ts';

const schema = new Schema({ _id: String, version: Number, unitId: String, path: [String], name: String, vendor: String, url: String, secret: String, kinds: [String], enabled: Boolean });
schema.index({ unitId: 1, _id: 1 }); // the robots of a unit; those of the units that are told
const MOST = 100_000;

/** Robots with their addresses and secrets, which are sealed in the database and nowhere else. */
@Injectable()
export class RobotStore implements OnApplicationBootstrap {
  readonly #robots: Collection<Robot>;

  constructor(
    @Inject(DATABASE) database: Database,
    @Inject(PLATFORM) readonly platform: Platform,
    @Inject(RobotSeal) readonly box: RobotSeal,
  ) {
    this.#robots = database.model('robots', schema);
  }

  /** Seals what an older build kept as it was entered, and says of which robots the address must be entered anew. */
  async onApplicationBootstrap(): Promise<void> {
    const closed: string[] = [];
    for (const kept of await this.#robots.list({}, { _id: 1 }, MOST)) {
      const { id, url, secret } = kept;
      if (this.box.isSealed(url) && this.box.isSealed(secret)) {
        if (this.#opened(kept).url === '') closed.push(id);
        continue;
      }
      const sealed = this.#sealed(this.#opened(kept));
      await this.#robots.model.updateOne({ _id: id, url, secret } as never, { $set: { url: sealed.url, secret: sealed.secret } } as never); // unless somebody changed it meanwhile
    }
    if (closed.length > 0) this.platform.log.error({ robots: closed }, 'ROBOT_SECRET (or DATA_DIR/robot-secret) is not the one with which these robots were sealed: give it back, or enter their addresses anew');
  }

  get = async (id: string): Promise<Robot> => this.#opened(await this.#robots.get(id, 'robot.missing'));
  find = async (id: string): Promise<Robot | undefined> => {
    const found = await this.#robots.find(id);
    return found && this.#opened(found);
  };
  insert = async (robot: Robot): Promise<Robot> => this.#opened(await this.#robots.insert(this.#sealed(robot)));
  save = async (robot: Robot): Promise<Robot> => this.#opened(await this.#robots.save(this.#sealed(robot)));
  remove = (id: string): Promise<void> => this.#robots.remove(id);

  async page(unitId: string | undefined, size: number, after?: string): Promise<Robot[]> {
    return (await this.#robots.list({ ...(unitId && { unitId }), ...(after && { _id: { $gt: after } }) }, { _id: 1 }, size)).map(this.#opened);
  }

  async names(ids: readonly string[]): Promise<Map<string, string>> {
    return new Map((await this.#robots.list({ _id: { $in: [...ids] } })).map(({ id, name }) => [id, name]));
  }

  /** The robots of some units that say a kind. */
  async saying(kind: string, unitIds: readonly string[]): Promise<Robot[]> {
    const found = await this.#robots.list({ unitId: { $in: unitIds.filter((id) => id !== '') }, enabled: true });
    return found.map(this.#opened).filter(({ enabled, kinds }) => enabled && (kinds.length === 0 || kinds.includes(kind)));
  }

  #sealed = (robot: Robot): Robot => ({ ...robot, url: this.box.seal(robot.url, `${robot.id} url`), secret: this.box.seal(robot.secret, `${robot.id} secret`) });
  /** One that was sealed with another key says nothing until its address is entered anew. */
  #opened = (robot: Robot): Robot => {
    const url = this.box.open(robot.url, `${robot.id} url`);
    const secret = this.box.open(robot.secret, `${robot.id} secret`);
    return url === undefined || secret === undefined ? { ...robot, url: '', secret: '', enabled: false } : { ...robot, url, secret };
  };
}
