import type { Due, FactOrigin, Parameter, ParameterValue, Scheme, Score, Setting, StepWindow, Term } from '@xingchuang/schemes';

/** A piece of a sentence: words, or a parameter that stands in it. */
export type Token = string | { readonly parameter: string };
export const textOf = (tokens: readonly Token[], scheme: Scheme): string => tokens.map((token) => (typeof token === 'string' ? token : parameterText(scheme, token.parameter))).join('');

export const levelWord = ({ levels }: Scheme, id: string): string => levels.find((level) => level.id === id)?.zh ?? id;
export const kindWord = ({ kinds }: Scheme, id: string): string => kinds[id]?.zh ?? id;
export const levelWords = (scheme: Scheme, ids: readonly string[]): string => ids.map((id) => levelWord(scheme, id)).join('、');
export const documentWords = ({ documents }: Scheme, ids: readonly string[]): string => ids.map((id) => `《${documents[id]?.zh ?? id}》`).join('');

/** A setting in words; a parameter stays one, so that its value can be shown beside it. */
export function setting<T>(value: Setting<T>, words: (value: T) => string = String): Token {
  return typeof value === 'object' && value !== null && 'parameter' in value ? { parameter: value.parameter } : words(value as T);
}

export function valueText(scheme: Scheme, { type, values }: Parameter, value: ParameterValue): string {
  if (typeof value === 'boolean') return value ? '是' : '否';
  if (Array.isArray(value)) return value.length === 0 ? '无' : value.map((one: string) => values?.[one]?.zh ?? one).join('、');
  const said = String(value);
  return type === 'level' ? levelWord(scheme, said) : type === 'kind' ? kindWord(scheme, said) : (values?.[said]?.zh ?? said);
}

const ASKED = { campaign: '开展评定时填写', unit: '逐单位填写' } as const;
export const answerText = (scheme: Scheme, parameter: Parameter): string => (parameter.default === undefined ? ASKED[parameter.ask ?? 'campaign'] : valueText(scheme, parameter, parameter.default));
export function parameterText(scheme: Scheme, id: string): string {
  const parameter = scheme.parameters[id];
  return parameter ? `${parameter.zh}（${answerText(scheme, parameter)}）` : id;
}

/** The parameters that an expression reads, each once. */
export function parametersIn(scheme: Scheme, ...expressions: readonly (string | undefined)[]): string[] {
  const words = expressions.flatMap((one) => (one ?? '').replaceAll(/'[^']*'|"[^"]*"/g, '').match(/(?<![\w.])[A-Za-z]\w*/g) ?? []);
  return [...new Set(words)].filter((word) => Object.hasOwn(scheme.parameters, word));
}

/** `每年`, `每2年` */
export const every = (years: Setting<number>): Token[] => (years === 1 ? ['每年'] : ['每', setting(years), '年']);

const HOLIDAY = { stay: '遇休息日不变', next: '遇休息日顺延' };
const extras = ({ countStart, holiday }: { countStart?: Setting<boolean>; holiday?: Setting<'stay' | 'next'> }): Token[] => [
  ...(countStart === undefined ? [] : ['，', setting(countStart, (yes) => (yes ? '当日计入' : '当日不计'))]),
  ...(holiday === undefined ? [] : ['，', setting(holiday, (one) => HOLIDAY[one])]),
];

export function termWords(term: Term): Token[] {
  if ('workdays' in term) return [setting(term.workdays), '个工作日', ...extras(term)];
  return 'months' in term ? [setting(term.months), '个月', ...extras(term)] : ['启动时另定', ...extras(term)];
}

const YEARS = ['当年', '次年', '第三年', '第四年'];
const dayWords = (on: string): string => `${Number(on.slice(0, 2))}月${Number(on.slice(3))}日`;
export function dueWords(due: Due): Token[] {
  if (!('on' in due)) return [...termWords(due), '内'];
  const { tolerance, holiday } = due;
  return [`${YEARS[due.year ?? 1]}${dayWords(due.on)}前`, ...(tolerance === undefined ? [] : ['（前后', setting(tolerance), '天均可）']), ...extras(holiday === undefined ? {} : { holiday })];
}
export const windowWords = (window: StepWindow): string => ('from' in window ? `${YEARS[window.year ?? 1]}${dayWords(window.from)}至${dayWords(window.to)}` : '时段在开展评定时确定');

/** The bounds of points, as `最多 30 分`. */
export function scoreWords({ min, max }: Score): Token[] {
  return [...(max === undefined ? [] : ['最多 ', setting(max), ' 分']), ...(max === undefined || min === undefined ? [] : ['，']), ...(min === undefined ? [] : ['最少 ', setting(min), ' 分'])];
}

const ORIGIN: Readonly<Record<string, string>> = {
  records: '档案记录', duty: '应有记录', item: '任务事项', indicator: '导入指标', ranking: '导入排名', rating: '互评', survey: '测评', inspection: '现场检查', registry: '组织登记', history: '历次评定', entered: '人工填写',
};
export function originWords(scheme: Scheme, from: FactOrigin | undefined): Token[] {
  const [kind, name] = Object.entries(from ?? { entered: '' }).find(([key]) => key in ORIGIN) ?? ['entered', ''];
  if (kind === 'entered') return [name === '' ? '人工填写' : '由', ...(name === '' ? [] : [setting(name as Setting<string>, (id) => kindWord(scheme, id)), '填写'])];
  return [`取自${ORIGIN[kind]}`, ...(kind === 'duty' || kind === 'item' ? [` ${String(name)}`] : [])];
}
