import { unknown, type Findings, type Said } from './problem.ts';
import { checkCitations, checkNames } from './scheme-citations.ts';
import { compileScheme, starsReadBy } from './scheme-compile.ts';
import { checkFacts, checkParameterDefinitions } from './scheme-definitions.ts';
import type { ParameterType, Scheme, Setting } from './scheme.ts';

/** Checks what the shape cannot see: references, types of settings, expressions, cycles, levels that nobody can reach or decide. */
export function checkMeaning(scheme: Scheme, found: Findings): void {
  checkNames(scheme, found);
  checkCitations(scheme, found);
  checkParameterDefinitions(scheme, found);
  checkFacts(scheme, found);
  checkLevels(scheme, found);
  checkReferences(scheme, found);
  checkDeciders(scheme, found);
  checkEffects(scheme, found);
  scheme.duties.forEach((duty, i) => {
    if (duty.months && duty.every !== 'month') {
      found.add(`duties[${i}].months`, {
        code: 'duty.months',
        zh: 'months 只与 every: month 同用',
        en: 'months goes with every: month only',
      });
    }
  });
  if (found.none) checkExpressions(scheme, found); // names are unique and typed from here on
}

function checkExpressions(scheme: Scheme, found: Findings): void {
  const { clauses } = compileScheme(scheme, (path, { at, code, zh, en }) => found.add(path, { code, zh, en }, at));
  const reads = scheme.dimensions.map((_, i) => starsReadBy(scheme, clauses, i));
  const reaches = (from: number, to: number, seen = new Set<number>()): boolean =>
    reads[from]!.some((next) => next === to || (!seen.has(next) && reaches(next, to, seen.add(next))));
  scheme.dimensions.forEach(({ id }, i) => {
    if (!reaches(i, i)) return;
    found.add(`dimensions[${i}].award`, {
      code: 'condition.cycle',
      zh: `${id} 的条件最终取决于 ${id} 自己：去掉其中一处 stars.…`,
      en: `the conditions of ${id} depend on ${id} itself in the end: remove one of the stars.…`,
    });
  });
}

function checkLevels({ levels, dimensions }: Scheme, found: Findings): void {
  if (levels[0]!.stars !== 0) {
    found.add('levels[0].stars', {
      code: 'level.lowest',
      zh: '最低一级写 stars: 0（一颗星也未获评时）',
      en: 'the lowest level has stars: 0 (for a unit without any star)',
    });
  }
  levels.forEach(({ id, stars }, i) => {
    const path = `levels[${i}].stars`;
    if (i > 0 && stars <= levels[i - 1]!.stars) {
      found.add(path, {
        code: 'level.order',
        zh: `星级从低到高排列，${id} 的星数应多于前一级`,
        en: `levels rise: ${id} needs more stars than the one before`,
      });
    }
    if (stars > dimensions.length) {
      found.add(path, {
        code: 'level.unreachable',
        zh: `${id} 要 ${stars} 颗星，方案只有 ${dimensions.length} 颗：任何单位都达不到`,
        en: `${id} needs ${stars} stars but the scheme has ${dimensions.length}: nobody can reach it`,
      });
    }
  });
}

/** Every level is decided by exactly one body (S0 L133: layered review, levels awarded by layer). */
function checkDeciders({ levels, process }: Scheme, found: Findings): void {
  if (process.length === 0) return;
  levels.forEach(({ id }, i) => {
    const deciding = process
      .flatMap(({ steps }) => steps)
      .filter((step) => step.act === 'decide' && (step.levels?.includes(id) ?? true));
    if (deciding.length === 1) return;
    const who = deciding.map((step) => step.id).join('、');
    found.add(`levels[${i}]`, {
      code: deciding.length ? 'level.decided-twice' : 'level.undecided',
      zh: deciding.length
        ? `${id} 由几个步骤审定：${who}；只留一个`
        : `没有步骤审定 ${id}：在 process 里写一个 act: decide 且 levels 含 ${id} 的步骤`,
      en: deciding.length
        ? `${id} is decided by several steps: ${who}; keep one`
        : `no step decides ${id}: write a step with act: decide whose levels include ${id}`,
    });
  });
}

function checkReferences(scheme: Scheme, found: Findings): void {
  const levels = scheme.levels.map(({ id }) => id);
  const kinds = Object.keys(scheme.kinds);
  const documents = Object.keys(scheme.documents);
  const rungs = scheme.ladder?.rungs.map(({ id }) => id) ?? [];
  const effects = scheme.effects.map(({ id }) => id);
  const honours = Object.keys(scheme.honours);

  const one = (path: string, value: string | undefined, among: readonly string[], zh: string, en: string): void => {
    if (value !== undefined && !among.includes(value)) found.add(path, unknown(`${en}.unknown`, zh, en, value, among));
  };
  const each = (path: string, values: readonly string[] | undefined, among: readonly string[], zh: string, en: string): void =>
    values?.forEach((value, i) => one(`${path}[${i}]`, value, among, zh, en));
  const level = (path: string, value: Setting<string>): void => {
    if (typeof value === 'string') one(path, value, levels, '星级', 'level');
    else parameter(path, value, 'level');
  };
  const kind = (path: string, value: Setting<string> | undefined): void => {
    if (typeof value === 'string' || value === undefined) one(path, value, kinds, '单位类型', 'kind');
    else parameter(path, value, 'kind');
  };
  const parameter = (path: string, value: unknown, ...types: ParameterType[]): void => {
    if (typeof value !== 'object' || value === null) return;
    const { parameter: id } = value as { parameter: string };
    const declared = Object.hasOwn(scheme.parameters, id) ? scheme.parameters[id] : undefined;
    if (!declared) return one(path, id, Object.keys(scheme.parameters), '参数', 'parameter');
    if (types.includes(declared.type)) return;
    const said: Said = {
      code: 'parameter.type',
      zh: `参数 ${id} 的类型是 ${declared.type}，这里要 ${types.join(' 或 ')}`,
      en: `parameter ${id} is ${declared.type}, ${types.join(' or ')} is needed here`,
    };
    found.add(path, said);
  };

  parameter('window.reading', scheme.window?.reading, 'text');
  scheme.vetoes.forEach((veto, i) => level(`vetoes[${i}].level`, veto.level));
  scheme.caps.forEach((cap, i) => level(`caps[${i}].atMost`, cap.atMost));
  scheme.process.forEach(({ steps }, i) =>
    steps.forEach((step, j) => {
      const path = `process[${i}].steps[${j}]`;
      kind(`${path}.by`, step.by);
      kind(`${path}.to`, step.to);
      kind(`${path}.files`, step.files);
      each(`${path}.levels`, step.levels, levels, '星级', 'level');
      each(`${path}.documents`, step.documents, documents, '文书', 'document');
      parameter(`${path}.share`, step.share, 'integer', 'decimal');
    }),
  );
  const { notice, adjustment, ladder } = scheme;
  if (notice) {
    each('notice.levels', notice.levels, levels, '星级', 'level');
    kind('notice.by', notice.by);
    parameter('notice.channel', notice.channel, 'text');
    parameter('notice.minimum.countStart', notice.minimum.countStart, 'boolean');
    level('notice.complaint.verified.level', notice.complaint.verified.level);
    one('notice.complaint.fraud.effect', notice.complaint.fraud?.effect, effects, '奖惩条款', 'effect');
  }
  one('adjustment.ledger', adjustment?.ledger, documents, '文书', 'document');
  ladder?.rungs.forEach((rung, i) => {
    kind(`ladder.rungs[${i}].by`, rung.by);
    each(`ladder.rungs[${i}].documents`, rung.documents, documents, '文书', 'document');
    parameter(`ladder.rungs[${i}].deadline.countStart`, rung.deadline.countStart, 'boolean');
    kind(`ladder.rungs[${i}].failed.report`, rung.failed?.report);
  });
  scheme.duties.forEach((duty, i) => kind(`duties[${i}].each`, duty.each));
  scheme.titles.forEach((title, i) =>
    one(`titles[${i}].of`, title.of, kindsThat(scheme, 'titled'), '授予称号的单位类型（is: titled）', 'kind'),
  );
  scheme.effects.forEach((effect, i) => {
    const path = `effects[${i}]`;
    one(
      `${path}.of`,
      effect.of,
      kindsThat(scheme, 'rated', 'titled', 'subject'),
      '奖惩对象的单位类型（is: rated、titled 或 subject）',
      'kind',
    );
    kind(`${path}.by`, effect.by);
    one(`${path}.document`, effect.document, documents, '文书', 'document');
    each(`${path}.in`, effect.in, honours, '评优推荐事项（honours）', 'honour');
    one(`${path}.rung`, effect.rung, rungs, '整改层级', 'rung');
    parameter(`${path}.reading`, effect.reading, 'text');
    parameter(`${path}.base`, effect.base, 'integer', 'decimal');
    parameter(`${path}.floor`, effect.floor, 'integer', 'decimal');
  });
  Object.entries(scheme.documents).forEach(([id, document]) => kind(`documents.${id}.by`, document.by));
  if (kindsThat(scheme, 'rated').length !== 1) {
    found.add('kinds', {
      code: 'kind.rated',
      zh: '恰好一个单位类型写 is: rated（被评定的单位）',
      en: 'exactly one kind has is: rated (the units that get levels)',
    });
  }
}

const kindsThat = ({ kinds }: Scheme, ...roles: readonly string[]): string[] =>
  Object.keys(kinds).filter((id) => roles.includes(kinds[id]!.is));

const NEEDED = {
  circular: ['by'],
  ratio: ['change', 'reading', 'base'],
  priority: ['in'],
  bar: ['in'],
  talk: ['by'],
  rectification: ['rung'],
  accountability: [],
} as const;

function checkEffects({ effects, notice }: Scheme, found: Findings): void {
  effects.forEach((effect, i) => {
    for (const key of NEEDED[effect.action]) {
      if (effect[key] === undefined)
        found.add(`effects[${i}]`, {
          code: 'key.missing',
          zh: `action: ${effect.action} 还要写 ${key}`,
          en: `action: ${effect.action} also needs ${key}`,
        });
    }
    if (effect.when === undefined && notice?.complaint.fraud?.effect !== effect.id) {
      found.add(`effects[${i}]`, {
        code: 'effect.never',
        zh: `${effect.id} 没有 when，也没有条款引用它：请写 when`,
        en: `${effect.id} has no when and no clause names it: add when`,
      });
    }
  });
}
