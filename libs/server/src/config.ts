import { z } from 'zod';

/** What every process needs to know of its surroundings; what is not named here passes on to the services, each takes its own fields. */
export const PlatformConfig = z.looseObject({
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(8080),
  DATA_DIR: z.string().min(1).default('data'),
  /** Where people reach the system; printed in QR codes. */
  PUBLIC_URL: z.url().optional(),
  MONGODB_URI: z.string().startsWith('mongodb').optional(),
  /** Prefix of the database names, so that several systems can share one server. */
  MONGODB_PREFIX: z.string().regex(/^[a-z0-9-]*$/).default('xingchuang-'),
  NATS_URL: z.string().optional(),
  NATS_PREFIX: z.string().regex(/^[a-z0-9-]+$/).default('xingchuang'),
  S3_ENDPOINT: z.url().optional(),
  S3_ACCESS_KEY: z.string().optional(),
  S3_SECRET_KEY: z.string().optional(),
  S3_BUCKET: z.string().default('xingchuang'),
  /** Reverse proxies whose X-Forwarded-For is believed: addresses, networks or `uniquelocal`, comma-separated. Without it a visitor's address is that of the connection. */
  TRUST_PROXY: z.string().min(1).optional(),
  /** A request is cut off of whose body less than so many bytes come in so many seconds. */
  BODY_SECONDS: z.coerce.number().int().min(1).max(3_600).default(60),
  BODY_LEAST_BYTES: z.coerce.number().int().min(1).default(16_384),
  CLOCK: z.enum(['system', 'rehearsal']).default('system'),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
});
export type PlatformConfig = z.infer<typeof PlatformConfig>;

/** Reads the environment once; lists every fault at the same time and ends the process when there is one. */
export const readConfig = <Schema extends z.ZodType>(schema: Schema): z.infer<Schema> => parseConfig(schema, process.env);

/** Parses a configuration that was read before; faults end the process in the same way. */
export function parseConfig<Schema extends z.ZodType>(schema: Schema, from: unknown): z.infer<Schema> {
  const read = schema.safeParse(from);
  if (read.success) return read.data;
  for (const issue of read.error.issues) process.stderr.write(`配置有误 / configuration: ${issue.path.join('.')}: ${issue.message}\n`);
  process.exit(1);
}
