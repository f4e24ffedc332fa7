import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { createTransport } from 'nodemailer';
import { Refusal } from '@xingchuang/rules';
import { NOTIFY_CONFIG, type NotifyConfig } from './config.ts';

/** A message that could not be sent; `isHopeless` where another attempt would end the same, `isAway` where nobody was there to take it. */
export class Undelivered extends Error {
  constructor(
    readonly reason: string,
    readonly isHopeless: boolean,
    readonly isAway = false,
  ) {
    super(reason);
  }
}

const WITHIN_MS = 15_000;
const UNREACHED = new Set(['ECONNECTION', 'EDNS', 'ESOCKET', 'ETIMEDOUT', 'ETLS']);

/** Sends e-mail by the organisation's own server. */
@Injectable()
export class Mailer implements OnApplicationShutdown {
  readonly #transport;

  constructor(@Inject(NOTIFY_CONFIG) readonly config: Pick<NotifyConfig, 'SMTP_URL' | 'SMTP_FROM'>) {
    this.#transport =
      config.SMTP_URL === undefined
        ? undefined
        : createTransport({ url: config.SMTP_URL, connectionTimeout: WITHIN_MS, greetingTimeout: WITHIN_MS, socketTimeout: WITHIN_MS, disableFileAccess: true, disableUrlAccess: true });
  }

  get isConfigured(): boolean {
    return this.#transport !== undefined;
  }

  /** `key` is the same for each attempt of one message. What a server says may name the address, so only its code is kept. */
  async send({ to, subject, text, key, host }: { readonly to: string; readonly subject: string; readonly text: string; readonly key: string; readonly host: string }): Promise<void> {
    if (!this.#transport) throw new Refusal('conflict', 'mail.not-configured');
    const from = this.config.SMTP_FROM!;
    try {
      await this.#transport.sendMail({ from, to: { name: '', address: to }, subject, text, messageId: `<${key}@${host}>`, headers: { 'Idempotency-Key': key, 'Auto-Submitted': 'auto-generated' } });
    } catch (error) {
      const { responseCode, code } = error as { responseCode?: number; code?: string };
      throw new Undelivered(responseCode === undefined ? `SMTP ${code ?? 'ERROR'}` : `SMTP ${responseCode}`, responseCode !== undefined && responseCode >= 500, responseCode === undefined && UNREACHED.has(code ?? ''));
    }
  }

  onApplicationShutdown(): void {
    this.#transport?.close();
  }
}
