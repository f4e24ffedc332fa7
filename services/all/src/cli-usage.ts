import { parseArgs, type ParseArgsConfig } from 'node:util';

/** The help text, as people read it. */
export const USAGE = new URL('../usage.txt', import.meta.url);

/** The command line is not one of ours; the help follows and the exit code is 2. */
export class WrongUsage extends Error {}

/** Parses options strictly: an unknown one is wrong usage, not a guess. */
export function options<Config extends NonNullable<ParseArgsConfig['options']>>(args: readonly string[], config: Config, positionals = 0) {
  try {
    const parsed = parseArgs({ args: [...args], options: config, allowPositionals: positionals > 0, strict: true });
    if (parsed.positionals.length !== positionals) throw new WrongUsage(`需要 ${positionals} 个参数 / expected ${positionals} argument(s)`);
    return parsed;
  } catch (error) {
    if (error instanceof WrongUsage) throw error;
    throw new WrongUsage((error as Error).message);
  }
}
