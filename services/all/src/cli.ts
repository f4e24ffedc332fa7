import { readFileSync } from 'node:fs';
import { Refusal } from '@xingchuang/rules';
import { wordsOf } from '@xingchuang/contracts';
import { decideFromFiles, schemeFile } from './cli-scheme.ts';
import { computeDeadline } from './cli-deadline.ts';
import { USAGE, WrongUsage } from './cli-usage.ts';

/** Exit codes: 0 done, 1 refused or unequal, 2 wrong usage. */
type Command = (args: readonly string[]) => Promise<number>;

const COMMANDS: Readonly<Record<string, Command>> = {
  start: async () => {
    const [{ readConfig }, { AllConfig }, { startAll }] = await Promise.all([import('@xingchuang/server'), import('./config.ts'), import('./start-all.ts')]);
    await startAll(readConfig(AllConfig));
    return new Promise<never>(() => undefined); // runs until a signal ends it
  },
  archive: async (args) => (await import('./cli-archive.ts')).archive(args),
  backup: async (args) => (await import('./cli-backup.ts')).backup(args),
  restore: async (args) => (await import('./cli-backup.ts')).restore(args),
  demo: async (args) => (await import('./cli-demo.ts')).runDemo(args),
  scheme: (args) => schemeFile(args),
  decide: async (args) => decideFromFiles(args),
  deadline: async (args) => computeDeadline(args),
  'verify-qr': async (args) => (await import('./cli-verify-qr.ts')).verifyQr(args),
  verify: async (args) => (await import('./cli-verify.ts')).verifyPath(args),
};

async function run(argv: readonly string[]): Promise<number> {
  const [name, ...args] = argv;
  const command = COMMANDS[name ?? ''];
  try {
    if (!command) throw new WrongUsage(name ? `没有这个命令 / no such command: ${name}` : '');
    return await command(args);
  } catch (error) {
    if (error instanceof WrongUsage) {
      process.stderr.write(`${error.message}\n\n${readFileSync(USAGE, 'utf8')}`);
      return 2;
    }
    if (error instanceof Refusal) {
      const { zh, en } = wordsOf(error.code, error.facts);
      process.stderr.write(`${error.field ? `${error.field}: ` : ''}${zh}\n${en}\n`);
      return 1;
    }
    throw error;
  }
}

process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1)); // the reader had enough, as `| head` does
process.exitCode = await run(process.argv.slice(2));
