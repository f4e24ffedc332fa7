import { lookup } from 'node:dns/promises';
import { request as overHttp } from 'node:http';
import { request as overHttps } from 'node:https';
import { isIP } from 'node:net';
import { Inject, Injectable } from '@nestjs/common';
import { Refusal } from '@xingchuang/rules';
import { isPublicAddress } from './address-rule.ts';
import { NOTIFY_CONFIG, type NotifyConfig } from './config.ts';

const WITHIN_MS = 10_000;
const MOST_BYTES = 64 * 1_024;

export interface Answered {
  readonly status: number;
  readonly body: string;
}
interface Target {
  readonly url: URL;
  readonly address: string;
}

/**
 * Posts to an address that people gave. Its name is resolved once and the call is pinned to what was found; unless its origin is allowed by the
 * configuration, every address it has must be public and the scheme https on its own port. Nobody is followed anywhere else.
 */
@Injectable()
export class OutsideCall {
  /** How names are resolved; another one in tests of rebinding. */
  resolve: (host: string) => Promise<string[]> = async (host) => (await lookup(host, { all: true })).map(({ address }) => address);

  constructor(@Inject(NOTIFY_CONFIG) readonly config: Pick<NotifyConfig, 'WEBHOOK_ALLOW'>) {}

  /** Refuses `invalid` what must never be called, `away` what cannot be resolved. */
  async check(text: string, field?: string): Promise<Target> {
    const url = new URL(text);
    const host = url.hostname.replace(/^\[|\]$/g, '');
    const isAllowed = this.config.WEBHOOK_ALLOW.includes(url.origin);
    if (url.username !== '' || url.password !== '') throw new Refusal('invalid', 'robot.credentials-in-address', {}, field);
    if (!isAllowed && (url.protocol !== 'https:' || url.port !== '')) throw new Refusal('invalid', 'robot.not-https', {}, field);
    const addresses = isIP(host) ? [host] : await this.resolve(host).catch(() => []);
    if (addresses.length === 0) throw new Refusal('away', 'robot.unknown-host', { host }, field);
    if (!isAllowed && !addresses.every(isPublicAddress)) throw new Refusal('invalid', 'robot.closed-address', { host }, field);
    return { url, address: addresses[0]! };
  }

  async post(text: string, body: string, headers: Readonly<Record<string, string>>): Promise<Answered> {
    const { url, address } = await this.check(text);
    const family = isIP(address);
    const send = url.protocol === 'https:' ? overHttps : overHttp;
    return new Promise((resolve, reject) => {
      const call = send(url, {
        method: 'POST',
        agent: false,
        signal: AbortSignal.timeout(WITHIN_MS),
        headers: { 'content-type': 'application/json; charset=utf-8', 'content-length': String(Buffer.byteLength(body)), ...headers },
        // the name is not asked for again: what it says the second time may be another address
        lookup: (_host, options, done) => (options.all ? done(null, [{ address, family }]) : done(null, address, family)),
      });
      call.on('response', (answer) => {
        const parts: Buffer[] = [];
        let size = 0;
        answer.on('data', (part: Buffer) => {
          size += part.length;
          if (size > MOST_BYTES) call.destroy(new Error('the answer is too long'));
          else parts.push(part);
        });
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, body: Buffer.concat(parts).toString('utf8') }));
        answer.on('error', reject);
      });
      call.on('error', reject);
      call.end(body);
    });
  }
}
