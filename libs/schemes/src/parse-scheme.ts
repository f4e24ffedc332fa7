import { Refusal } from '@xingchuang/rules';
import { isAlias, isMap, isNode, parseDocument, visit, type Document } from 'yaml';
import { Findings, type Problem } from './problem.ts';
import { checkMeaning } from './scheme-meaning.ts';
import { schemeShape } from './scheme-shape.ts';
import type { Dimension, Level, Scheme, Score } from './scheme.ts';

/** A scheme file is a few thousand lines at most; more is a mistake or an attack. */
const MOST_CHARACTERS = 400_000;

/** All problems of a scheme file in the order of its lines; none means `parseScheme` accepts it. */
export function checkScheme(text: string): Problem[] {
  return read(text).found.list();
}

/** The scheme of a file. Refuses `scheme.invalid` with all problems (line, column, what to write instead). */
export function parseScheme(text: string): Scheme {
  const { scheme, found } = read(text);
  if (!scheme || !found.none) throw new Refusal('invalid', 'scheme.invalid', { count: found.list().length, problems: found.list() });
  return scheme;
}

/** What a file says it is, as far as it can be read; a file with faults says it, too. */
export function headOfScheme(text: string): { readonly id: string; readonly version: number | null; readonly title: string } {
  const document = parseDocument(text.slice(0, MOST_CHARACTERS), { version: '1.2', prettyErrors: false });
  const at = (...path: string[]): unknown => (isMap(document.contents) ? document.getIn(path) : undefined);
  const [id, version, title] = [at('id'), at('version'), at('name', 'zh')];
  return { id: typeof id === 'string' ? id.slice(0, 100) : '', version: Number.isInteger(version) ? (version as number) : null, title: typeof title === 'string' ? title.slice(0, 200) : '' };
}

function read(text: string): { scheme?: Scheme; found: Findings } {
  const found = new Findings();
  if (text.length > MOST_CHARACTERS) {
    found.addAt(0, '', {
      code: 'file.too-large',
      zh: `文件最多 ${MOST_CHARACTERS} 个字符`,
      en: `a file has at most ${MOST_CHARACTERS} characters`,
    });
    return { found };
  }
  const document = parseDocument(text, { lineCounter: found.lines, version: '1.2', uniqueKeys: true, prettyErrors: false });
  checkSyntax(document, found);
  if (!found.none) return { found };
  const scheme = schemeShape(document.contents, '', found);
  if (!scheme || !found.none) return { found };
  const whole = completed(scheme);
  checkMeaning(whole, found);
  return { scheme: whole, found };
}

function checkSyntax(document: Document.Parsed, found: Findings): void {
  for (const error of [...document.errors, ...document.warnings]) {
    const twice = error.code === 'DUPLICATE_KEY';
    found.addAt(error.pos[0], '', {
      code: twice ? 'key.twice' : 'yaml.syntax',
      zh: twice ? '键重复：删去一个或改名' : `YAML 写法有误：${error.message}`,
      en: twice ? 'the key occurs twice: remove or rename one' : `not valid YAML: ${error.message}`,
    });
  }
  // Anchors and aliases let a small file stand for a huge one, and hide where a value comes from.
  visit(document, (_, node) => {
    if (isAlias(node) || (isNode(node) && 'anchor' in node && node.anchor)) {
      found.addAt(node.range?.[0] ?? 0, '', {
        code: 'yaml.alias',
        zh: '不用锚点和别名（& *）：请写出内容',
        en: 'no anchors and aliases (& *): write the content out',
      });
    }
  });
}

/**
 * Lists and mappings that the file leaves out become empty; items and steps without a source have that of their task or stage; what has
 * a score below it has one itself.
 */
function completed(scheme: Scheme): Scheme {
  const cite = <T extends { source?: string; basis?: string }>(clause: T, from: { source?: string; basis?: string }): T =>
    clause.source !== undefined || clause.basis !== undefined
      ? clause
      : {
          ...clause,
          ...(from.source === undefined ? {} : { source: from.source }),
          ...(from.basis === undefined ? {} : { basis: from.basis }),
        };
  const {
    parameters = {},
    facts = {},
    populations = {},
    figures = {},
    exclusions = [],
    direct = [],
    vetoes = [],
    caps = [],
    quotas = [],
    duties = [],
    titles = [],
    honours = {},
    effects = [],
    documents = {},
  } = scheme as Partial<Scheme>;
  const process = (scheme.process ?? []).map((stage) => ({ ...stage, steps: stage.steps.map((step) => cite(step, stage)) }));
  const scored = <T extends { score?: Score }>(group: T, below: readonly { score?: Score }[]): T =>
    group.score === undefined && below.some(({ score }) => score !== undefined) ? { ...group, score: {} } : group;
  const dimensions = scheme.dimensions.map((dimension) => {
    const tasks = (dimension.tasks ?? []).map((task) => scored({ ...task, items: task.items.map((item) => cite(item, task)) }, task.items));
    return scored({ ...dimension, award: (dimension as Partial<Dimension>).award ?? { all: [] }, tasks }, tasks);
  });
  const extras = (scheme.extras ?? []).map((extra) => ({ ...extra, items: extra.items.map((item) => cite(item, extra)) }));
  const levels = scheme.levels.map((level) => ({ ...level, stars: (level as Partial<Level>).stars ?? 0 }));
  return {
    ...scheme, parameters, facts, populations, figures, exclusions, direct, vetoes, caps, quotas, duties, titles, honours, effects, documents,
    process, dimensions, extras, levels,
  };
}
