import { z } from 'zod';

/** What telling people takes from the configuration of its process. */
export const NotifyConfig = z
  .object({
    /** The server that sends e-mail, smtp://user:password@host:port or smtps://…; without it nobody can have e-mail. */
    SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
    /** The sender, e.g. 星创 <noreply@example.org>. */
    SMTP_FROM: z.string().min(3).max(200).optional(),
    /** The folder of the process: without ROBOT_SECRET the secret is made there at the first start. */
    DATA_DIR: z.string().min(1).default('data'),
    /** Seals addresses and signing secrets of robots in the database; processes that share a database must share it. */
    ROBOT_SECRET: z.string().min(32).optional(),
    /** Of how many units is told in one transaction; beyond them a telling goes on in portions. */
    TELL_AT_ONCE: z.coerce.number().int().min(1).max(2_000).default(200),
    /** Origins that robots may be called at although they are not https on the public net, comma-separated: a gateway of the intranet, a test's own server. */
    WEBHOOK_ALLOW: z
      .string()
      .default('')
      .transform((text) => text.split(',').map((one) => one.trim()).filter((one) => one !== ''))
      .pipe(z.array(z.url({ protocol: /^https?$/ }).transform((url) => new URL(url).origin))),
  })
  .refine(({ SMTP_URL, SMTP_FROM }) => (SMTP_URL === undefined) === (SMTP_FROM === undefined), { path: ['SMTP_FROM'], message: 'SMTP_URL and SMTP_FROM belong together' });
export type NotifyConfig = z.infer<typeof NotifyConfig>;

export const NOTIFY_CONFIG = Symbol('notify-config');
