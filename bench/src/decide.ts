// Decisions from facts: the rules of one scheme by our engine (results alone, and with all reasons), by a function written by hand and by
// json-rules-engine, in one run on the same units; one JSON line each. Every engine's levels are compared with those of the function.
import { Engine } from 'json-rules-engine';
import { checkScheme, decide, outcomes, parseFacts, parseScheme, type FactsFile } from '@xingchuang/schemes';

const [TASKS, CRITERIA] = [18, 5];
const UNITS = 100_000;
/** Of the slow ones, so many units say enough. */
const SAMPLE = 1_000;

interface Criterion {
  readonly fact: string;
  readonly full: number;
  readonly half: number;
}
const criteria: Criterion[] = Array.from({ length: TASKS * CRITERIA }, (_, i) => ({ fact: `f${i}`, full: 6 + (i % 5), half: 2 + (i % 4) }));
const LINES = [0, 90, 110, 130] as const;
const VETOES = [0, 1, 2] as const;

const tasks = Array.from({ length: TASKS }, (_, t) => {
  const items = criteria.slice(t * CRITERIA, (t + 1) * CRITERIA).map(
    ({ fact, full, half }, c) => `          - {id: t${t}_${c}, zh: 项目, kind: score, score: {expr: '${fact} >= ${full} ? 2 : ${fact} >= ${half} ? 1 : 0'}}`,
  );
  return `      - id: t${t}\n        zh: 任务\n        source: B 一\n        items:\n${items.join('\n')}`;
});
const text = `
format: 1
id: measured
version: 1
name: {zh: 测量}
sources: {B: {document: 测量用}}
kinds: {unit: {zh: 单位, is: rated}}
facts:
${criteria.map(({ fact }) => `  ${fact}: {zh: 数, type: integer}`).join('\n')}
${VETOES.map((i) => `  v${i}: {zh: 否决, type: boolean}`).join('\n')}
levels:
  - {id: level0, stars: 0, zh: 无, source: B 一}
${LINES.slice(1).map((line, i) => `  - {id: level${i + 1}, when: total >= ${line}, zh: 等级, source: B 一}`).join('\n')}
dimensions:
  - id: all
    zh: 全部
    source: B 一
    tasks:
${tasks.join('\n')}
total: {zh: 总分, source: B 一}
vetoes:
${VETOES.map((i) => `  - {id: N${i}, zh: 否决, when: v${i}, level: level0, source: B 一}`).join('\n')}
`;
const problems = checkScheme(text);
if (problems.length > 0) throw new Error(JSON.stringify(problems[0]));
const scheme = parseScheme(text);

/** The same numbers in every run. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32;
}
const next = numbers(7);
const rows: { readonly unit: string; readonly facts: Record<string, number | boolean> }[] = Array.from({ length: UNITS }, (_, i) => ({
  unit: `U${String(i).padStart(6, '0')}`,
  facts: {
    ...Object.fromEntries(criteria.map(({ fact }) => [fact, Math.floor(next() * 14)])),
    ...Object.fromEntries(VETOES.map((v) => [`v${v}`, next() < 0.02])),
  },
}));

function byHand(facts: Record<string, number | boolean>): string {
  if (VETOES.some((v) => facts[`v${v}`])) return 'level0';
  let total = 0;
  for (const { fact, full, half } of criteria) {
    const value = facts[fact] as number;
    total += value >= full ? 2 : value >= half ? 1 : 0;
  }
  return levelOf(total);
}
const levelOf = (total: number): string => `level${LINES.findLastIndex((line) => total >= line)}`;

function rulesEngine(): Engine {
  const engine = new Engine([], { allowUndefinedFacts: false });
  for (const { fact, full, half } of criteria) {
    const atLeast = (value: number) => ({ fact, operator: 'greaterThanInclusive', value });
    engine.addRule({ conditions: { all: [atLeast(full)] }, event: { type: 'points', params: { points: 2 } } });
    engine.addRule({ conditions: { all: [atLeast(half), { fact, operator: 'lessThan', value: full }] }, event: { type: 'points', params: { points: 1 } } });
  }
  for (const v of VETOES) engine.addRule({ conditions: { all: [{ fact: `v${v}`, operator: 'equal', value: true }] }, event: { type: 'veto' } });
  return engine;
}

async function levelByRules(engine: Engine, facts: Record<string, number | boolean>): Promise<string> {
  const { events } = await engine.run(facts);
  if (events.some(({ type }) => type === 'veto')) return 'level0';
  return levelOf(events.reduce((sum, { params }) => sum + ((params?.['points'] as number | undefined) ?? 0), 0));
}

async function measured(what: string, units: number, work: () => Promise<string[]> | string[]): Promise<void> {
  const began = performance.now();
  const before = process.cpuUsage();
  const levels = await work();
  const ms = performance.now() - began;
  const { user, system } = process.cpuUsage(before);
  const cpuMs = (user + system) / 1_000;
  const wrong = levels.filter((level, i) => level !== expected[i]).length;
  process.stdout.write(`${JSON.stringify({ bench: 'decide', what, units, ms: Math.round(ms), cpuMs: Math.round(cpuMs), perCpuSecond: Math.round((units * 1_000) / cpuMs), wrong })}\n`);
  if (wrong > 0) process.exitCode = 1;
}

const expected = rows.map(({ facts }) => byHand(facts));
let file: FactsFile | undefined;
const checked = (): FactsFile => (file ??= parseFacts(scheme, { units: rows }));
const part = { units: rows.slice(0, SAMPLE) };
outcomes(scheme, parseFacts(scheme, part)); // warm, as a service is
decide(scheme, parseFacts(scheme, part));

await measured('by-hand', UNITS, () => rows.map(({ facts }) => byHand(facts)));
await measured('check-facts', UNITS, () => (checked(), []));
await measured('outcomes', UNITS, () => outcomes(scheme, checked()).map(({ level }) => level));
await measured('decide-with-reasons', 10_000, () => decide(scheme, { ...checked(), units: checked().units.slice(0, 10_000) }).map(({ level }) => level));
const engine = rulesEngine();
await measured('json-rules-engine', SAMPLE, async () => {
  const levels: string[] = [];
  for (const { facts } of rows.slice(0, SAMPLE)) levels.push(await levelByRules(engine, facts));
  return levels;
});
