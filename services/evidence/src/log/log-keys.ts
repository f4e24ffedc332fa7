import { createHmac, generateKeyPairSync, randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { isDuplicate, CLOCK, DATABASE, PUBLIC_URL, type Clock, type Database } from '@xingchuang/server';
import { EMPTY_ROOT, keyOf, keyText, signCheckpoint, type Checkpoint } from '@xingchuang/transparency';
import { Refusal } from '@xingchuang/rules';
import { Ledger } from './ledger.ts';
import { LogStore, type LogKey } from './log-store.ts';

export const KEY_ROTATED = 'key.rotated';

/** The keys with which the log is signed: one at a time, made at the first start; those before stay published. */
@Injectable()
export class LogKeys {
  constructor(
    @Inject(DATABASE) readonly database: Database,
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(PUBLIC_URL) readonly publicUrl: () => string,
    @Inject(LogStore) readonly log: LogStore,
    @Inject(Ledger) readonly ledger: Ledger,
  ) {}

  /** Makes the log's name, its secret, its first key and the checkpoint of nothing, where there is none yet. */
  async prepare(): Promise<void> {
    if (await this.log.findState()) return;
    const at = this.clock.now().toISOString();
    const host = URL.parse(this.publicUrl())?.host ?? '';
    const origin = `${host === '' || /^(localhost|127\.|\[)/.test(host) ? `xingchuang-${randomBytes(4).toString('hex')}` : host}/evidence-log`;
    const first = newKey(origin, 'current', at);
    await this.database
      .transaction(async () => {
        const checkpoint = signCheckpoint({ origin, size: 0, root: EMPTY_ROOT }, [Buffer.from(first.privateKey, 'base64')]);
        await this.log.begin({ origin, secret: randomBytes(32).toString('hex'), holder: '', epoch: 0, size: 0, frontier: [], checkpoint, checkpointAt: at });
        await this.log.addKey(first);
        await this.log.keepCheckpoint({ size: 0, text: checkpoint, at });
      })
      .catch((error: unknown) => {
        if (!isDuplicate(error)) throw error; // another process was quicker
      });
  }

  /** One person asks for a new key, another agrees. It takes over with the checkpoint that holds the leaf which names it; that one is signed by both keys. */
  async rotate(by: string): Promise<void> {
    const { origin } = await this.log.state();
    const at = this.clock.now().toISOString();
    await this.database.transaction(async () => {
      const keys = await this.log.keys();
      if (keys.some(({ state }) => state === 'next')) throw new Refusal('conflict', 'log.key-changing');
      const asked = await this.log.findRotation();
      if (asked?.by === by) throw new Refusal('conflict', 'log.rotation-own');
      if (!asked) return this.#ask(by, at, keys.find(({ state }) => state === 'current')!.verifier);
      const next = await this.log.addKey(newKey(origin, 'next', at));
      await this.log.endRotation();
      await this.ledger.note({ act: KEY_ROTATED, objectId: next.verifier, content: { verifier: next.verifier, since: next.since }, by });
    });
  }

  async #ask(by: string, at: string, objectId: string): Promise<void> {
    await this.log.askRotation({ by, at });
    await this.ledger.note({ act: 'key.rotation-asked', objectId, content: { at }, by });
  }

  /** Whoever may ask may take it back, whether asked by him or not. */
  async withdrawRotation(by: string): Promise<void> {
    await this.database.transaction(async () => {
      if (!(await this.log.findRotation())) throw new Refusal('conflict', 'log.rotation-not-asked');
      const current = (await this.log.keys()).find(({ state }) => state === 'current')!;
      await this.log.endRotation();
      await this.ledger.note({ act: 'key.rotation-withdrawn', objectId: current.verifier, content: { at: this.clock.now().toISOString() }, by });
    });
  }

  /** Signs a head; `changes` where its new leaves name the next key. In the transaction of the head. */
  async sign(head: Checkpoint, changes: boolean): Promise<string> {
    const keys = await this.log.keys();
    const current = keys.find(({ state }) => state === 'current')!;
    const next = changes ? keys.find(({ state }) => state === 'next') : undefined;
    if (next) {
      await this.log.setKey(current.id, { state: 'retired', until: this.clock.now().toISOString() });
      await this.log.setKey(next.id, { state: 'current' });
    }
    return signCheckpoint(head, [current, ...(next ? [next] : [])].map(({ privateKey }) => Buffer.from(privateKey, 'base64')));
  }
}

/** Who did it, told apart but not named. */
export const pseudonym = (secret: string, personId: string): string => createHmac('sha256', Buffer.from(secret, 'hex')).update(personId).digest('hex').slice(0, 32);

function newKey(origin: string, state: LogKey['state'], since: string): LogKey {
  const privateKey = generateKeyPairSync('ed25519').privateKey.export({ format: 'der', type: 'pkcs8' });
  const key = keyOf(origin, privateKey);
  return { id: key.id, verifier: keyText(key), privateKey: privateKey.toString('base64'), state, since };
}
