import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { options, WrongUsage } from './cli-usage.ts';
import { startDistributed } from './demo/distributed.ts';
import { startEmbedded } from './demo/embedded.ts';
import { Stage } from './demo/stage.ts';
import { STEPS } from './demo/steps.ts';
import type { DemoSystem } from './demo/system.ts';

const say = (line: string): boolean => process.stdout.write(`${line}\n`);

/** `xingchuang demo`: a year of a bureau through the running system, then the table of expected and actual. */
export async function runDemo(args: readonly string[]): Promise<number> {
  const { values } = options(args, { distributed: { type: 'boolean' }, url: { type: 'string' }, accounts: { type: 'string' } });
  const { distributed = false, url, accounts } = values;
  if ((url === undefined) !== (accounts === undefined) || (url !== undefined && distributed)) {
    throw new WrongUsage('--url 与 --accounts 须一同给出，且不与 --distributed 同用 / give --url and --accounts together, without --distributed');
  }
  if (accounts !== undefined && !existsSync(accounts)) throw new WrongUsage(`没有这个文件 / no such file: ${accounts}`);
  if (url !== undefined) return play(new Stage(url.replace(/\/$/, ''), accounts!));

  const dir = mkdtempSync(join(tmpdir(), 'xingchuang-demo-'));
  say(`启动${distributed ? '分布式' : '嵌入式'}系统，数据在 ${dir}`);
  const starting = distributed ? startDistributed(dir, say) : startEmbedded(dir);
  const isEnded = endOnSignal(starting);
  const system = await starting.catch((error: Error) => void process.stderr.write(`未能启动 / could not be started: ${error.message}\n`));
  if (!system) return 1;
  let code = 1;
  try {
    const stage = new Stage(system.url, system.accountsFile);
    stage.keep('demo-authority.pem', readFileSync(join(dir, 'demo-authority.pem'))); // it vouches for the signatures of this run
    code = await play(stage);
    return code;
  } finally {
    if (!isEnded()) await system.stop();
    if (code === 0) rmSync(dir, { recursive: true, force: true });
    else say(`日志留在 ${join(dir, 'logs')}`);
  }
}

/** Runs the steps, prints the table; 1 where a cell differs or a step could not be done. */
async function play(stage: Stage): Promise<number> {
  let fault = '';
  for (const { name, run } of STEPS) {
    const began = Date.now();
    try {
      await run(stage);
    } catch (error) {
      fault = `${name}：${(error as Error).message}`;
      break;
    }
    say(`${name}（${((Date.now() - began) / 1000).toFixed(1)} 秒）`);
  }
  const { count, unequal } = stage.cells;
  say(`\n${stage.cells.print()}\n\n${count} 格，${count - unequal} 格相符，${unequal} 格不符；证书、牌匾、公示和通报在 ${stage.outDir}`);
  if (fault) process.stderr.write(`未能完成 / could not be done: ${fault}\n`);
  return fault === '' && unequal === 0 ? 0 : 1;
}

/** Ctrl-C ends the system as well; one that is still starting is ended once it can be. */
function endOnSignal(starting: Promise<DemoSystem>): () => boolean {
  let isEnded = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      isEnded = true;
      say('正在结束 / stopping …');
      void starting.then((system) => system.stop()).catch(() => undefined).finally(() => process.exit(1));
    });
  }
  return () => isEnded;
}
