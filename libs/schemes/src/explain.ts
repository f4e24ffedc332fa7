import type { Decision, Explanation } from './decision.ts';
import { labelOf } from './explain-clause.ts';
import type { FactDefinition, FieldDefinition, Parameter, Scheme, Words } from './scheme.ts';

export type Language = 'zh' | 'en';

/** A decision as readable text: one sentence, then why, then what is missing for the next level. */
export function explain(scheme: Scheme, decision: Decision, language: Language = 'zh'): string {
  return new Telling(scheme, language).whole(decision);
}

const PHRASES = {
  zh: {
    colon: '：',
    stop: '。',
    comma: '、',
    pause: '，',
    open: '（',
    close: '）',
    semi: '；',
    why: '理由：',
    won: '获评',
    lost: '未获评',
    unmet: '不符合',
    exclusion: '不得参评',
    direct: '直接认定',
    veto: '一票否决',
    cap: '封顶',
    inapplicable: '不适用',
    points: (value: string) => `${value}分`,
    contest: (place: string, places: string, got: boolean) => `第${place}名，名额${places}个，${got ? '入选' : '未入选'}`,
    all: '各项条件均符合',
    top: '已是最高一级。',
    none: '无',
    yes: '是',
    no: '否',
    next: (name: string, stars: number) => (stars ? `距${name}还差${stars}颗星，尚缺：` : `未到${name}，因为：`),
  },
  en: {
    colon: ': ',
    stop: '.',
    comma: ', ',
    pause: ', ',
    open: ' (',
    close: ')',
    semi: '; ',
    why: 'Why:',
    won: 'won',
    lost: 'not won',
    unmet: 'not met',
    exclusion: 'does not take part',
    direct: 'direct award',
    veto: 'veto',
    cap: 'cap',
    inapplicable: 'does not apply',
    points: (value: string) => `${value} points`,
    contest: (place: string, places: string, got: boolean) => `place ${place}, ${places} to give: ${got ? 'in' : 'out'}`,
    all: 'all conditions met',
    top: 'This is the highest level.',
    none: 'none',
    yes: 'yes',
    no: 'no',
    next: (name: string, stars: number) =>
      stars ? `For ${name} ${stars} more star(s) needed; missing:` : `Not ${name} because:`,
  },
} as const;

class Telling {
  readonly #scheme: Scheme;
  readonly #language: Language;

  constructor(scheme: Scheme, language: Language) {
    this.#scheme = scheme;
    this.#language = language;
  }

  get #say() {
    return PHRASES[this.#language];
  }

  whole({ unit, explanation, missing }: Decision): string {
    const say = this.#say;
    const [level, ...nodes] = explanation;
    const lines = [`${unit}${say.colon}${this.#words(level!)}${say.stop}`, say.why];
    for (const node of nodes) lines.push(...this.#node(node));
    if (!missing) return [...lines, say.top].join('\n');
    lines.push(say.next(this.#words(missing.name), missing.stars));
    return [...lines, ...missing.clauses.map((clause) => `  - ${this.#clause(clause)}`)].join('\n');
  }

  #node(node: Explanation): string[] {
    const say = this.#say;
    switch (node.kind) {
      case 'dimension':
        return [...this.#dimension(node), ...this.#below(node)];
      case 'score':
        return [`- ${this.#words(node)}${say.colon}${this.#points(node)}${say.open}${node.source}${say.close}`, ...this.#below(node)];
      case 'quota': {
        const { place, places } = node.facts;
        return [`- ${this.#words(node)}${say.colon}${say.contest(String(place), String(places), node.verdict === true)} [${node.clause} ${node.source}]`];
      }
      case 'exclusion':
      case 'direct':
      case 'veto':
      case 'cap':
        return node.verdict ? [`- ${say[node.kind]}${say.colon}${this.#clause(node)}`] : [];
      default:
        return [];
    }
  }

  #dimension(node: Explanation): string[] {
    const say = this.#say;
    const title = `- ${this.#words(node)}${say.colon}`;
    if (node.verdict === null) return [`${title}${node.value === undefined ? say.inapplicable : this.#points(node)}${say.open}${node.source}${say.close}`];
    const failed = node.children.filter(({ kind, verdict }) => kind === 'condition' && verdict === false);
    const head = `${title}${node.verdict ? say.won : say.lost}${node.value === undefined ? '' : `${say.pause}${this.#points(node)}`}`;
    if (failed.length === 0) return [`${head}${say.pause}${say.all}${say.open}${node.source}${say.close}`];
    return [head, ...failed.map((child) => `  - ${say.unmet}${say.colon}${this.#clause(child)}`)];
  }

  /** The scores of a group that are worth something, the items rather than the task where there are some. */
  #below(node: Explanation): string[] {
    return node.children
      .filter(({ kind, value }) => kind === 'score' && value !== '0')
      .flatMap((child) => (child.children.length ? this.#below(child) : [`  - ${this.#clause(child)}${this.#say.colon}${this.#points(child)}`]));
  }

  #points = ({ value }: Explanation): string => this.#say.points(String(value));

  /** Words, number, the facts used and the source; of several parts only those that failed. */
  #clause(node: Explanation): string {
    const say = this.#say;
    const parts = node.children.filter(({ verdict }) => verdict === false);
    const told = parts.length ? parts : [node];
    const facts = Object.assign({}, ...told.map((part) => part.facts)) as Record<string, unknown>;
    const used = Object.entries(facts).flatMap(([name, value]) => this.#fact(name, value));
    return `${this.#words(node)}${used.length ? `${say.open}${used.join(say.semi)}${say.close}` : ''} [${`${node.clause} ${node.source}`.trim()}]`;
  }

  #fact(name: string, value: unknown): string[] {
    const label = labelOf(this.#scheme, name);
    return label ? [`${this.#words(label)}${this.#say.colon}${this.#value(value, this.#definition(name))}`] : [];
  }

  /** The declared fact or parameter behind a name. */
  #definition(name: string): FactDefinition | Parameter | undefined {
    const { facts, parameters } = this.#scheme;
    return Object.hasOwn(facts, name) ? facts[name] : Object.hasOwn(parameters, name) ? parameters[name] : undefined;
  }

  #value(value: unknown, definition?: Pick<FactDefinition, 'fields' | 'values'>): string {
    const say = this.#say;
    if (value === null || (Array.isArray(value) && value.length === 0)) return say.none;
    if (typeof value === 'boolean') return value ? say.yes : say.no;
    if (Array.isArray(value)) return value.map((part: unknown) => this.#value(part, definition)).join(say.semi);
    if (typeof value === 'object') return this.#record(value, definition?.fields ?? {});
    const words = definition?.values;
    return words && Object.hasOwn(words, String(value)) ? this.#words(words[String(value)]!) : String(value);
  }

  #record(record: object, fields: Readonly<Record<string, FieldDefinition>>): string {
    const parts = Object.entries(record).map(
      ([key, part]) => `${fields[key] ? this.#words(fields[key]) : key} ${this.#value(part, fields[key])}`,
    );
    return parts.join(this.#say.comma);
  }

  #words({ zh, en }: Words): string {
    return this.#language === 'en' ? (en ?? zh) : zh;
  }
}
