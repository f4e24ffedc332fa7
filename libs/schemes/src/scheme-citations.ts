import type { Findings } from './problem.ts';
import { TAKEN_NAMES } from './scheme-names.ts';
import type { Cited, Scheme } from './scheme.ts';

/** Every clause of the scheme with its path, in the order of the file. Parents come before what may inherit their source. */
export function clausesOf(scheme: Scheme): { path: string; id: string; clause: Cited; inherits?: Cited }[] {
  const out: { path: string; id: string; clause: Cited; inherits?: Cited }[] = [];
  const add = (path: string, clause: Cited & { id?: string }, inherits?: Cited): void => {
    out.push({ path, id: clause.id ?? '', clause, ...(inherits ? { inherits } : {}) });
  };
  const addAll = (path: string, clauses: readonly (Cited & { id?: string })[], inherits?: Cited): void =>
    clauses.forEach((clause, i) => add(`${path}[${i}]`, clause, inherits));

  if (scheme.cycle) add('cycle', scheme.cycle);
  if (scheme.window) add('window', scheme.window);
  for (const [key, map] of Object.entries({
    parameters: scheme.parameters,
    populations: scheme.populations,
    figures: scheme.figures,
    honours: scheme.honours,
    documents: scheme.documents,
  })) {
    for (const [id, clause] of Object.entries(map)) add(`${key}.${id}`, clause as Cited);
  }
  scheme.levels.forEach(({ source, basis }, i) =>
    add(`levels[${i}]`, { ...(source ? { source } : {}), ...(basis ? { basis } : {}) }),
  );
  scheme.dimensions.forEach((dimension, i) => {
    const path = `dimensions[${i}]`;
    add(path, dimension);
    addAll(`${path}.award.all`, dimension.award.all);
    dimension.tasks.forEach((task, j) => {
      add(`${path}.tasks[${j}]`, task);
      addAll(`${path}.tasks[${j}].items`, task.items, task);
    });
  });
  scheme.extras.forEach((extra, i) => {
    add(`extras[${i}]`, extra);
    addAll(`extras[${i}].items`, extra.items, extra);
  });
  if (scheme.total) add('total', scheme.total);
  addAll('exclusions', scheme.exclusions);
  addAll('direct', scheme.direct);
  addAll('quotas', scheme.quotas);
  addAll('vetoes', scheme.vetoes);
  addAll('caps', scheme.caps);
  scheme.process.forEach((stage, i) => {
    add(`process[${i}]`, stage);
    addAll(`process[${i}].steps`, stage.steps, stage);
  });
  if (scheme.notice) {
    add('notice', scheme.notice);
    add('notice.complaint.verified', scheme.notice.complaint.verified);
    if (scheme.notice.complaint.fraud) add('notice.complaint.fraud', scheme.notice.complaint.fraud);
  }
  if (scheme.adjustment) {
    add('adjustment.down', scheme.adjustment.down);
    add('adjustment.up', scheme.adjustment.up);
  }
  if (scheme.recheck) {
    add('recheck', scheme.recheck);
    add('recheck.keep', scheme.recheck.keep);
    add('recheck.revoke', scheme.recheck.revoke);
  }
  addAll('ladder.categories', scheme.ladder?.categories ?? []);
  scheme.ladder?.rungs.forEach((rung, i) => {
    add(`ladder.rungs[${i}]`, rung);
    if (rung.failed) add(`ladder.rungs[${i}].failed`, rung.failed);
  });
  if (scheme.ladder?.lookBack) add('ladder.lookBack', scheme.ladder.lookBack);
  addAll('duties', scheme.duties);
  scheme.titles.forEach((title, i) => {
    add(`titles[${i}]`, title);
    addAll(`titles[${i}].all`, title.all);
  });
  addAll('effects', scheme.effects);
  return out;
}

/** Every clause says where it stands in a declared source, or that it is our reading and why. */
export function checkCitations(scheme: Scheme, found: Findings): void {
  const sources = Object.keys(scheme.sources);
  for (const { path, clause, inherits } of clausesOf(scheme)) {
    const { source, basis } = clause;
    if (source === undefined && basis === undefined && inherits === undefined) {
      found.add(path, {
        code: 'source.missing',
        zh: `缺少出处：写 source: ${sources[0] ?? '文件'} L行号「原文」，原文没有的写 basis: 'derived: 理由'`,
        en: `the source is missing: write source: ${sources[0] ?? 'DOCUMENT'} and the place, or basis: 'derived: reason' where no source says it`,
      });
    }
    if (source !== undefined && !sources.includes(source.split(' ')[0]!)) {
      found.add(`${path}.source`, {
        code: 'source.unknown',
        zh: `出处要以 sources 里的文件号开头（${sources.join('、')}）：${source}`,
        en: `a source begins with a document of sources (${sources.join(', ')}): ${source}`,
      });
    }
  }
}

/** Clause ids are unique in the whole file; parameters, facts and levels share the names of expressions. */
export function checkNames(scheme: Scheme, found: Findings): void {
  const clauses = new Set<string>();
  for (const { path, id } of clausesOf(scheme)) {
    if (id && clauses.has(id))
      found.add(`${path}.id`, {
        code: 'id.twice',
        zh: `条款号重复：${id}，请换一个`,
        en: `the clause id is used twice: ${id}; choose another`,
      });
    clauses.add(id);
  }
  const names = new Set(TAKEN_NAMES);
  const entries = [
    ...Object.keys(scheme.parameters).map((id) => [`parameters.${id}`, id] as const),
    ...Object.keys(scheme.facts).map((id) => [`facts.${id}`, id] as const),
    ...Object.keys(scheme.figures).map((id) => [`figures.${id}`, id] as const),
    ...Object.keys(scheme.populations).map((id) => [`populations.${id}`, id] as const),
    ...scheme.levels.map(({ id }, i) => [`levels[${i}].id`, id] as const),
  ];
  for (const [path, id] of entries) {
    if (names.has(id))
      found.add(path, {
        code: 'name.taken',
        zh: `名称已被使用：${id}，请换一个`,
        en: `the name is already in use: ${id}; choose another`,
      });
    names.add(id);
  }
}
