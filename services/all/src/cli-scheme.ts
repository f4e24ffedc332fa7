import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Refusal } from '@xingchuang/rules';
import { checkScheme, decide, explain, parseFacts, parseScheme, schemeOfSheets, type Decision, type Explanation, type FactsFile, type InputProblem, type Scheme } from '@xingchuang/schemes';
import { options, WrongUsage } from './cli-usage.ts';
import { textTable } from './text-table.ts';

const PARTS: Readonly<Record<string, (file: string, out: string | undefined) => number | Promise<number>>> = { check, 'to-excel': toExcel, template: toExcel, 'from-excel': fromExcel };

/** `xingchuang scheme check FILE`, `to-excel FILE|ID`, `from-excel FILE`, `template`. */
export async function schemeFile(args: readonly string[]): Promise<number> {
  const isTemplate = args[0] === 'template';
  const { positionals, values } = options(args, { out: { type: 'string' } }, isTemplate ? 1 : 2);
  const [part = '', file = ''] = positionals;
  if (!Object.hasOwn(PARTS, part) || (part === 'check' && values.out !== undefined)) throw new WrongUsage(`没有这个命令 / no such command: scheme ${args.join(' ')}`);
  return PARTS[part]!(file, values.out);
}

/** Every fault with its place and what to write instead. */
function check(file: string): number {
  const faults = faultsOf(file, read(file));
  process.stdout.write(faults || `${file}: 没有发现问题 / no problem found\n`);
  return faults ? 1 : 0;
}

/** A scheme as a workbook, or without one the empty template. */
async function toExcel(named: string, out: string | undefined): Promise<number> {
  const file = named === '' ? '' : schemePath(named);
  const text = file === '' ? undefined : read(file);
  const faults = text === undefined ? '' : faultsOf(file, text);
  if (faults) return refused(faults);
  const { workbookOf } = await import('@xingchuang/assessment/workbook');
  const path = out ?? `${file === '' ? 'scheme-template' : basename(file).replace(/\.ya?ml$/, '')}.xlsx`;
  writeFileSync(path, await workbookOf(text === undefined ? undefined : parseScheme(text)));
  process.stdout.write(`${path}: 已写出 / written\n`);
  return 0;
}

/** A filled-in workbook as a scheme file; every fault with sheet, row and column. */
async function fromExcel(file: string, out: string | undefined): Promise<number> {
  if (!existsSync(file) || !statSync(file).isFile()) throw new WrongUsage(`没有这个文件 / no such file: ${file}`);
  const { sheetsIn } = await import('@xingchuang/assessment/workbook');
  const { text, problems } = schemeOfSheets(await sheetsIn(readFileSync(file)));
  if (problems.length > 0) return refused(problems.map(({ sheet, row, column, zh, en }) => `${file}: ${sheet}${row === null ? '' : `!${column}${row}`} ${zh} / ${en}\n`).join(''));
  const path = out ?? `${basename(file).replace(/\.xlsx$/i, '')}.yaml`;
  writeFileSync(path, text);
  process.stdout.write(`${path}: 已写出 / written\n`);
  return 0;
}

/** `xingchuang decide`: facts in, per unit the level out, with the reasons. */
export function decideFromFiles(args: readonly string[]): number {
  const { values } = options(args, { scheme: { type: 'string' }, facts: { type: 'string' }, json: { type: 'boolean' } });
  if (values.scheme === undefined || values.facts === undefined) throw new WrongUsage('须给出 --scheme 和 --facts / --scheme and --facts are needed');
  const schemeFile = schemePath(values.scheme);
  const text = read(schemeFile);
  const given = read(values.facts);
  const faults = faultsOf(schemeFile, text);
  if (faults) return refused(faults);
  const scheme = parseScheme(text);
  const facts = factsOf(scheme, values.facts, given);
  if (typeof facts === 'string') return refused(facts);
  const decisions = decide(scheme, facts);
  process.stdout.write(values.json ? asJson(scheme, decisions) : asText(scheme, decisions));
  return 0;
}

/** A path, or the id of a scheme of this repository. */
function schemePath(named: string): string {
  if (existsSync(named) || !/^[a-z0-9][a-z0-9-]*$/.test(named)) return named;
  return fileURLToPath(new URL(`../../../schemes/${named}.yaml`, import.meta.url));
}

function read(file: string): string {
  if (!existsSync(file) || !statSync(file).isFile()) throw new WrongUsage(`没有这个文件 / no such file: ${file}`);
  return readFileSync(file, 'utf8').replace(/^\uFEFF/, ''); // editors of Windows write a byte order mark
}

const faultsOf = (file: string, text: string): string => checkScheme(text).map(({ line, column, zh, en }) => `${file}:${line}:${column} ${zh} / ${en}\n`).join('');

/** The checked facts, or the lines that say what is wrong with them. */
function factsOf(scheme: Scheme, file: string, text: string): FactsFile | string {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    return `${file}: 不是 JSON / not JSON: ${(error as Error).message}\n`;
  }
  try {
    return parseFacts(scheme, json);
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'facts.invalid') throw error;
    return (error.facts['problems'] as InputProblem[]).map(({ unit, field, zh, en }) => `${file}: ${unit === undefined ? '' : `${unit} `}${field} ${zh} / ${en}\n`).join('');
  }
}

function refused(lines: string): number {
  process.stderr.write(lines);
  return 1;
}

function asJson({ id, version }: Scheme, decisions: readonly Decision[]): string {
  const units = decisions.map(({ unit, level, stars, score, vetoes, caps, explanation, ...more }) => ({ unit, level, stars, score, ...used(more), vetoes, caps, explanation: explanation.map(node) }));
  return `${JSON.stringify({ scheme: id, version, units }, null, 2)}\n`;
}

const node = ({ clause, source, expression, facts, value, verdict, children }: Explanation): object => ({ clause, source, expression, facts, ...(value === undefined ? {} : { value }), verdict, children: children.map(node) });

/** What only some schemes have: points, ranks, quotas, exclusions. */
const used = ({ scores, figures, exclusions, direct, ranks, quotas }: Pick<Decision, 'scores' | 'figures' | 'exclusions' | 'direct' | 'ranks' | 'quotas'>): object =>
  Object.fromEntries(Object.entries({ scores, figures, exclusions, direct, ranks, quotas }).filter(([, value]) => Object.keys(value).length > 0));

function asText(scheme: Scheme, decisions: readonly Decision[]): string {
  const level = (id: string) => scheme.levels.find((one) => one.id === id)!.zh;
  const star = (id: string) => scheme.dimensions.find((one) => one.id === id)!.zh;
  const list = (items: readonly string[]) => items.join('、') || '—';
  const rows = decisions.map((one) => [one.unit, level(one.level), list(one.stars.map(star)), list(one.vetoes), list(one.caps)]);
  const table = textTable([['单位', '等级', '获评', '一票否决', '封顶'], ...rows]);
  return `${scheme.name.zh}（${scheme.id}，第 ${scheme.version} 版）\n\n${table}\n\n${decisions.map((one) => explain(scheme, one)).join('\n\n')}\n`;
}
