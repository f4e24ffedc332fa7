import type { Findings } from './problem.ts';
import { checkCitations, checkNames } from './scheme-citations.ts';
import { References } from './reference-check.ts';
import { compileScheme } from './scheme-compile.ts';
import { isStar } from './scheme-names.ts';
import { checkReach, checkRules } from './scheme-rules.ts';
import { checkFacts, checkParameterDefinitions } from './scheme-definitions.ts';
import type { Effect, EffectAction, Scheme } from './scheme.ts';

/** Checks what the shape cannot see: references, types of settings, expressions, cycles, levels that nobody can reach or decide. */
export function checkMeaning(scheme: Scheme, found: Findings): void {
  checkNames(scheme, found);
  checkCitations(scheme, found);
  checkParameterDefinitions(scheme, found);
  checkFacts(scheme, found);
  checkLevels(scheme, found);
  checkReferences(scheme, found);
  checkDeciders(scheme, found);
  checkRules(scheme, found);
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
  const built = compileScheme(scheme, (path, { at, code, zh, en }) => found.add(path, { code, zh, en }, at));
  if (found.none) checkReach(scheme, built, found);
}

function checkLevels({ levels, dimensions }: Scheme, found: Findings): void {
  if (levels[0]!.stars !== 0) {
    found.add('levels[0].stars', {
      code: 'level.lowest',
      zh: '最低一级写 stars: 0（一颗星也未获评时）',
      en: 'the lowest level has stars: 0 (for a unit without any star)',
    });
  }
  const most = dimensions.filter(isStar).length;
  if (levels[0]!.when !== undefined) {
    found.add('levels[0].when', {
      code: 'level.lowest',
      zh: '最低一级不写 when：什么都没达到的单位也要有等级',
      en: 'the lowest level has no when: it is what a unit gets that reaches nothing',
    });
  }
  levels.forEach(({ id, stars, when }, i) => {
    const path = `levels[${i}].stars`;
    if (i > 0 && when === undefined && stars <= levels[i - 1]!.stars) {
      found.add(path, {
        code: 'level.order',
        zh: `星级从低到高排列，${id} 的星数应多于前一级`,
        en: `levels rise: ${id} needs more stars than the one before`,
      });
    }
    if (stars > most) {
      found.add(path, {
        code: 'level.unreachable',
        zh: `${id} 要 ${stars} 颗星，方案只有 ${most} 颗：任何单位都达不到`,
        en: `${id} needs ${stars} stars but the scheme has ${most}: nobody can reach it`,
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
  const refs = new References(scheme, found);
  const documents = Object.keys(scheme.documents);
  const rungs = scheme.ladder?.rungs.map(({ id }) => id) ?? [];
  const effects = scheme.effects.map(({ id }) => id);
  const honours = Object.keys(scheme.honours);
  const { levels } = refs;

  refs.parameter('window.reading', scheme.window?.reading, 'text');
  refs.parameter('window.years', scheme.window?.years, 'integer');
  refs.parameter('cycle.years', scheme.cycle?.years, 'integer');
  refs.documents('cycle.requires', scheme.cycle?.requires);
  scheme.levels.forEach(({ holds }, i) => refs.parameter(`levels[${i}].holds.years`, holds && 'years' in holds ? holds.years : undefined, 'integer'));
  scheme.vetoes.forEach((veto, i) => refs.level(`vetoes[${i}].level`, veto.level));
  scheme.caps.forEach((cap, i) => refs.level(`caps[${i}].atMost`, cap.atMost));
  scheme.process.forEach(({ steps }, i) =>
    steps.forEach((step, j) => {
      const path = `process[${i}].steps[${j}]`;
      refs.kind(`${path}.by`, step.by);
      refs.kind(`${path}.to`, step.to);
      refs.kind(`${path}.files`, step.files);
      refs.each(`${path}.levels`, step.levels, levels, '星级', 'level');
      refs.each(`${path}.documents`, step.documents, documents, '文书', 'document');
      refs.parameter(`${path}.share`, step.share, 'integer', 'decimal');
      refs.each(`${path}.with`, step.with, refs.kinds, '单位类型', 'kind');
      refs.parameter(`${path}.use`, step.use, 'boolean');
      const recommending = scheme.quotas.filter(({ on }) => on.includes('recommending')).map(({ id }) => id);
      refs.one(`${path}.quota`, step.quota, recommending, '名额条款（on 含 recommending）', 'quota');
      for (const key of ['due', 'least', 'cure'] as const) refs.time(`${path}.${key}`, step[key]);
    }),
  );
  const { notice, adjustment, ladder } = scheme;
  if (notice) {
    refs.each('notice.levels', notice.levels, levels, '星级', 'level');
    refs.kind('notice.by', notice.by);
    refs.parameter('notice.channel', notice.channel, 'text');
    refs.parameter('notice.use', notice.use, 'boolean');
    refs.time('notice.minimum', notice.minimum);
    refs.level('notice.complaint.verified.level', notice.complaint.verified.level);
    refs.one('notice.complaint.fraud.effect', notice.complaint.fraud?.effect, effects, '奖惩条款', 'effect');
  }
  refs.parameter('adjustment.use', adjustment?.use, 'boolean');
  refs.one('adjustment.ledger', adjustment?.ledger, documents, '文书', 'document');
  ladder?.rungs.forEach((rung, i) => {
    refs.kind(`ladder.rungs[${i}].by`, rung.by);
    refs.each(`ladder.rungs[${i}].documents`, rung.documents, documents, '文书', 'document');
    refs.time(`ladder.rungs[${i}].deadline`, rung.deadline);
    refs.level(`ladder.rungs[${i}].failed.level`, rung.failed?.level);
    refs.effects(`ladder.rungs[${i}].failed.effects`, rung.failed?.effects);
    refs.kind(`ladder.rungs[${i}].failed.report`, rung.failed?.report);
  });
  refs.kind('ladder.lookBack.by', ladder?.lookBack?.by);
  refs.each('ladder.lookBack.documents', ladder?.lookBack?.documents, documents, '文书', 'document');
  scheme.duties.forEach((duty, i) => refs.kind(`duties[${i}].each`, duty.each));
  scheme.titles.forEach((title, i) =>
    refs.one(`titles[${i}].of`, title.of, refs.kindsThat('titled'), '授予称号的单位类型（is: titled）', 'kind'),
  );
  scheme.effects.forEach((effect, i) => {
    const path = `effects[${i}]`;
    refs.one(
      `${path}.of`,
      effect.of,
      effect.calledBy === undefined ? refs.kindsThat('rated', 'self', 'titled', 'subject') : refs.kinds,
      effect.calledBy === undefined ? '奖惩对象的单位类型（is: rated、self、titled 或 subject）' : '单位类型',
      'kind',
    );
    refs.kind(`${path}.by`, effect.by);
    refs.kind(`${path}.calledBy`, effect.calledBy);
    refs.one(`${path}.document`, effect.document, documents, '文书', 'document');
    refs.each(`${path}.in`, effect.in, honours, '评优推荐事项（honours）', 'honour');
    refs.one(`${path}.rung`, effect.rung, rungs, '整改层级', 'rung');
    refs.parameter(`${path}.reading`, effect.reading, 'text');
    refs.parameter(`${path}.base`, effect.base, 'integer', 'decimal');
    refs.parameter(`${path}.floor`, effect.floor, 'integer', 'decimal');
    refs.parameter(`${path}.amount`, effect.amount, 'integer', 'decimal', ...(effect.action === 'link' ? (['text'] as const) : [])); // a link may be written as a share, such as 110 % of a pay
    refs.time(`${path}.deadline`, effect.deadline);
    refs.level(`${path}.to`, effect.to);
  });
  Object.entries(scheme.documents).forEach(([id, document]) => {
    refs.kind(`documents.${id}.by`, document.by);
    if (document.roster && !ladder?.rungs.some((rung) => rung.documents?.includes(id)))
      found.add(`documents.${id}.roster`, {
        code: 'document.roster',
        zh: `没有整改层级出具 ${id}：请在 ladder.rungs 的 documents 中写它，或删去 roster`,
        en: `no rung issues ${id}: name it in documents of ladder.rungs, or leave roster out`,
      });
  });
  if (refs.kindsThat('rated').length === 0) {
    found.add('kinds', {
      code: 'kind.rated',
      zh: '至少一个单位类型写 is: rated（被评定的单位）',
      en: 'at least one kind has is: rated (the units that get levels)',
    });
  }
}

const NEEDED = {
  circular: ['by'],
  ratio: ['change', 'reading', 'base'],
  priority: ['in'],
  bar: ['in'],
  talk: ['by'],
  rectification: ['rung'],
  accountability: [],
  subsidy: ['amount'],
  reward: [],
  plaque: ['by'],
  'plaque-return': ['by', 'deadline'],
  link: ['in'],
  lower: ['to'],
  commend: [],
  criticise: [],
} as const satisfies Record<EffectAction, readonly (keyof Effect)[]>;

function checkEffects({ effects, notice, recheck, ladder }: Scheme, found: Findings): void {
  const named = [notice?.complaint.fraud?.effect, ...(recheck?.revoke.effects ?? []), ...(ladder?.rungs.flatMap(({ failed }) => failed?.effects ?? []) ?? [])];
  ladder?.rungs.forEach(({ id, when, apart }, i) => {
    if (when !== undefined || (apart && effects.some(({ rung }) => rung === id))) return;
    found.add(`ladder.rungs[${i}]`, {
      code: 'rung.never',
      zh: `${id} 没有 when：请写 when，或写 apart: true 并由 action: rectification 的奖惩启动`,
      en: `${id} has no when: write one, or apart: true and an effect with action: rectification that opens it`,
    });
  });
  effects.forEach((effect, i) => {
    for (const key of NEEDED[effect.action]) {
      if (effect[key] === undefined)
        found.add(`effects[${i}].${key}`, {
          code: 'key.missing',
          zh: `action: ${effect.action} 还要写 ${key}`,
          en: `action: ${effect.action} also needs ${key}`,
        });
    }
    if (effect.when !== undefined && effect.calledBy !== undefined) {
      found.add(`effects[${i}].calledBy`, {
        code: 'effect.unclear',
        zh: '写 when（按结果），或 calledBy（由机构决定），只写一个',
        en: 'write either when, or calledBy (a body decides), not both',
      });
    }
    if (effect.when === undefined && effect.calledBy === undefined && !named.includes(effect.id)) {
      found.add(`effects[${i}]`, {
        code: 'effect.never',
        zh: `${effect.id} 没有 when，也没有条款引用它：请写 when，或写 calledBy（由机构决定）`,
        en: `${effect.id} has no when and no clause names it: add when, or calledBy (a body decides)`,
      });
    }
  });
}
