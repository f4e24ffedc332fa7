import { createHmac } from 'node:crypto';
import type { RobotVendor } from '@xingchuang/contracts';

/** A robot in a group chat, or any address that takes signed news. */
export interface Robot {
  readonly id: string;
  readonly version: number;
  readonly unitId: string;
  readonly path: readonly string[];
  readonly name: string;
  readonly vendor: RobotVendor;
  readonly url: string;
  /** What the vendor signs with; empty where the address itself is the key. */
  readonly secret: string;
  /** Kinds it says; none: every kind that robots say. */
  readonly kinds: readonly string[];
  readonly enabled: boolean;
}

export interface RobotCall {
  readonly url: string;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

const hmac = (key: string, text: string) => createHmac('sha256', key).update(text);

/** The call by which a robot says a text, signed as its vendor asks. `key` is the same for each attempt of one message. */
export function robotCall({ vendor, url, secret }: Pick<Robot, 'vendor' | 'url' | 'secret'>, text: string, key: string, now: Date): RobotCall {
  const headers = { 'idempotency-key': key };
  switch (vendor) {
    case 'dingtalk':
      return { url: secret === '' ? url : dingtalkSigned(url, secret, now), headers, body: JSON.stringify({ msgtype: 'text', text: { content: text } }) };
    case 'wecom':
      return { url, headers, body: JSON.stringify({ msgtype: 'text', text: { content: text } }) };
    case 'feishu':
      return { url, headers, body: JSON.stringify({ ...(secret === '' ? {} : feishuSigned(secret, now)), msg_type: 'text', content: { text } }) };
    case 'generic': {
      const body = JSON.stringify({ id: key, text });
      return { url, body, headers: { ...headers, ...(secret === '' ? {} : genericSigned(secret, body, now)) } };
    }
  }
}

/** timestamp in milliseconds, and the HMAC of it and the secret under the secret, base64, in the query. */
function dingtalkSigned(url: string, secret: string, now: Date): string {
  const timestamp = String(now.getTime());
  const signed = new URL(url);
  signed.searchParams.set('timestamp', timestamp);
  signed.searchParams.set('sign', hmac(secret, `${timestamp}\n${secret}`).digest('base64'));
  return signed.href;
}

/** timestamp in seconds; the HMAC of nothing under it and the secret, base64, in the body. */
function feishuSigned(secret: string, now: Date): { timestamp: string; sign: string } {
  const timestamp = String(Math.floor(now.getTime() / 1_000));
  return { timestamp, sign: hmac(`${timestamp}\n${secret}`, '').digest('base64') };
}

/** `t` in seconds, `v1` the HMAC of `t.body` in hex: the receiver refuses what is old or differs. */
function genericSigned(secret: string, body: string, now: Date): Record<string, string> {
  const t = String(Math.floor(now.getTime() / 1_000));
  return { 'x-xingchuang-signature': `t=${t},v1=${hmac(secret, `${t}.${body}`).digest('hex')}` };
}

/** Why a robot did not take a message; empty where it did. Vendors answer 200 also to what they refuse. */
export function robotRefused(vendor: RobotVendor, status: number, body: string): string {
  if (status < 200 || status > 299) return `HTTP ${status}`;
  if (vendor === 'generic') return '';
  let answer: Readonly<Record<string, unknown>>;
  try {
    answer = JSON.parse(body) as Readonly<Record<string, unknown>>;
  } catch {
    return 'not JSON';
  }
  const code = vendor === 'feishu' ? (answer['code'] ?? answer['StatusCode']) : answer['errcode'];
  return code === 0 ? '' : `code ${String(code).slice(0, 40)}`;
}
