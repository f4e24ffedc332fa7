/** The programmes that the demo world runs. */
export const DEMO_SCHEMES = 'nanyang-organ-five-star';

/** What every process that the demo starts inherits; nothing of it may lead it to another system's bus or objects. */
export function childEnvironment(own: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const { NATS_URL: _, S3_ENDPOINT: __, PUBLIC_URL: ___, SCHEMES_DIR: ____, ...inherited } = process.env;
  return { MALLOC_ARENA_MAX: '2', ...inherited, SCHEMES: DEMO_SCHEMES, ...own }; // as in the image
}

/** A replica set that is already there, instead of a mongod of our own. */
export const givenMongo = (): string | undefined => process.env['MONGODB_URI'];
