import type { Scheme, Setting, Step } from '@xingchuang/schemes';
import { ACT_WORDS } from '../shared/words.ts';
import { conductChapters } from './scheme-conduct-chapters.ts';
import { cited, line, plain, type Chapter, type Clause, type Line, type Unnumbered } from './scheme-line.ts';
import { answerText, documentWords, dueWords, every, kindWord, levelWord, levelWords, originWords, parametersIn, scoreWords, setting, termWords, windowWords, type Token } from './scheme-words.ts';

/** A rule whose `when` is what it says, not for whom it is. */
const rule = (scheme: Scheme, clause: Clause & { readonly when?: string | undefined }, ...then: readonly Token[]): Line => ({
  ...line(scheme, { ...clause, when: '' }),
  expressions: clause.when ? [clause.when] : [],
  parameters: parametersIn(scheme, clause.when),
  ...(then.length ? { more: [then] } : {}),
});

/** The scheme as an official document: chapters, headings, numbered clauses. */
export function chaptersOf(scheme: Scheme): Chapter[] {
  const chapters = [basis(scheme), levels(scheme), dimensions(scheme), points(scheme), limits(scheme), quotas(scheme), process(scheme), ...conductChapters(scheme), open(scheme), facts(scheme)];
  return chapters
    .map((chapter) => ({ ...chapter, sections: chapter.sections.filter(({ lines }) => lines.length > 0) }))
    .filter(({ sections }) => sections.length > 0)
    .map((chapter, i) => ({ ...chapter, number: i + 1 }));
}

const level = (scheme: Scheme, value: Setting<string>): Token => setting(value, (id) => levelWord(scheme, id));

function basis(scheme: Scheme): Unnumbered {
  const { sources, kinds, cycle, window } = scheme;
  const rated = Object.values(kinds).filter(({ is }) => is === 'rated');
  return {
    title: '依据、对象和周期',
    sections: [
      { title: '依据文件', id: '', lines: Object.entries(sources).map(([id, { document, date }]) => ({ id, words: [`《${document}》${date ? `（${date}）` : ''}`] })) },
      {
        title: '评定对象和周期',
        id: '',
        lines: [
          { id: '', words: [`评定对象：${rated.map(({ zh }) => zh).join('、')}`] },
          ...(cycle ? [{ id: '', words: [...every(cycle.years), '评定一次', ...(cycle.requires ? [`，先公布${documentWords(scheme, cycle.requires)}`] : [])], ...cited(cycle) }] : []),
          ...(window ? [{ id: '', words: ['考评期：', setting(window.years), '年（', setting(window.reading, (one) => (one === 'calendar' ? '自然年' : '截至开展前一天')), '）'], ...cited(window) }] : []),
        ],
      },
    ],
  };
}

function levels(scheme: Scheme): Unnumbered {
  const lines = scheme.levels.toReversed().map((one): Line => {
    const holds = one.holds && ('years' in one.holds ? ['有效', setting(one.holds.years), one.holds.reading === 'calendar' ? '个自然年，评定当年算第一年' : '年'] : [`到下${one.holds.rounds === 1 ? '一' : one.holds.rounds}轮评定为止`]);
    return { ...rule(scheme, { ...one, id: '' }), id: '', stars: one.stars, more: [...(one.guidance ? [[`分类指导：${one.guidance}`]] : []), ...(holds ? [holds] : [])] };
  });
  return { title: '等级', sections: [plain(...lines)] };
}

function dimensions(scheme: Scheme): Unnumbered {
  return {
    title: scheme.dimensions.some(({ award }) => award.all.length > 0) ? '获评条件与重点任务' : '评定内容',
    sections: scheme.dimensions.flatMap((dimension) => {
      const { id, zh, award, tasks, score, when } = dimension;
      const conditions = award.all.map((one) => line(scheme, one));
      const own = when ? [{ id: '', words: ['适用范围由条件确定'], expressions: [when], parameters: parametersIn(scheme, when) }] : [];
      const bounds: Line[] = score ? [{ id: '', words: ['按下列任务计分'], more: [scoreWords(score)] }] : [];
      const lines = [...own, ...bounds, ...conditions];
      return [
        { title: zh, id, ...cited(dimension), lines: lines.length > 0 ? lines : [{ id: '', words: ['内容和要求'] }] },
        {
          title: '重点任务',
          id: '',
          lines: tasks.map((task) => ({
            ...line(scheme, task, task.score ? { more: [scoreWords(task.score)].filter((one) => one.length > 0) } : {}),
            below: task.items.map((item) => ({ ...line(scheme, item), ...(item.score ? { more: [scoreWords(item.score)], expressions: item.score.expr ? [item.score.expr] : [], parameters: parametersIn(scheme, item.score.expr, item.score.when) } : {}), ...(item.source === task.source ? { source: undefined, basis: undefined } : {}) })),
          })),
        },
      ];
    }),
  };
}

function points(scheme: Scheme): Unnumbered {
  const { extras, total, figures, populations } = scheme;
  return {
    title: '计分与比较',
    sections: [
      ...extras.map((extra) => ({ title: extra.zh, id: extra.id, ...cited(extra), lines: extra.items.map((item) => ({ ...line(scheme, item), more: [scoreWords(item.score)], expressions: item.score.expr ? [item.score.expr] : [], parameters: parametersIn(scheme, item.score.expr) })) })),
      plain(...(total ? [{ id: '', words: [total.zh], more: [scoreWords(total)], expressions: total.expr ? [total.expr] : [], ...cited(total) }] : [])),
      { title: '比较范围', id: '', lines: Object.entries(populations).map(([id, one]) => ({ id, isName: true, words: [one.zh], expressions: one.where ? [one.where] : [], ...cited(one) })) },
      { title: '计算值', id: '', lines: Object.entries(figures).map(([id, one]) => ({ ...line(scheme, one), id, isName: true })) },
    ],
  };
}

function limits(scheme: Scheme): Unnumbered {
  const { exclusions, direct, vetoes, caps } = scheme;
  const ON = { declaring: '申报', level: '等级' };
  return {
    title: '不得参评、直接认定、一票否决和限制',
    sections: [
      { title: '不得参评', id: '', lines: exclusions.map((one) => rule(scheme, one, ...(one.by === undefined ? [] : ['由', setting(one.by, (id) => kindWord(scheme, id)), '写明理由后适用']), ...(one.keep ? ['保留现有等级'] : []))) },
      { title: '直接认定', id: '', lines: direct.map((one) => rule(scheme, one, '→ ', level(scheme, one.level))) },
      { title: '一票否决', id: '', lines: vetoes.map((one) => rule(scheme, one, '→ ', level(scheme, one.level))) },
      { title: '最高等级限制', id: '', lines: caps.map((one) => rule(scheme, one, `${one.on.map((on) => ON[on]).join('、')}最高为 `, level(scheme, one.atMost))) },
    ],
  };
}

function quotas(scheme: Scheme): Unnumbered {
  const ON = { recommending: '限制推荐', level: '限制等级' };
  return {
    title: '名额和比例',
    sections: [
      plain(
        ...scheme.quotas.map((one): Line => {
          const shares = Object.entries(one.shares ?? {}).flatMap(([id, share], i): Token[] => [i ? '、' : '', `${levelWord(scheme, id)} `, setting(share), '%']);
          const counts = Object.entries(one.counts ?? {}).flatMap(([id, count], i): Token[] => [i ? '、' : '', `${levelWord(scheme, id)} `, setting(count), ' 个']);
          return {
            ...line(scheme, one),
            expressions: [one.base ? `基数：${one.base}` : '', one.except ? `不占名额：${one.except}` : '', ...(one.order ?? []).map((order, i) => `排序${i + 1}：${order}`)].filter((text) => text !== ''),
            more: [[`在“${scheme.populations[one.population]?.zh ?? one.population}”中，`, ...shares, ...counts], [one.on.map((on) => ON[on]).join('、'), ...(one.adjust ? [`；${kindWord(scheme, one.adjust.by)}可以调整`] : [])]],
          };
        }),
      ),
    ],
  };
}

function process(scheme: Scheme): Unnumbered {
  return { title: '评定程序', sections: scheme.process.map((stage) => ({ title: stage.zh, id: stage.id, ...cited(stage), lines: stage.steps.map((step) => stepLine(scheme, step, stage.source)) })) };
}

function stepLine(scheme: Scheme, step: Step, stageSource: string | undefined): Line {
  const body = setting(step.by, (id) => kindWord(scheme, id));
  const withs = step.with ? [`会同${step.with.map((id) => kindWord(scheme, id)).join('、')}`] : [];
  const facts: Token[][] = [
    [`${ACT_WORDS[step.act] ?? step.act}${step.levels ? `（${levelWords(scheme, step.levels)}）` : ''}${step.beside ? '，与上一步同时' : ''}`],
    step.use === undefined ? [] : ['是否采用：', setting(step.use, (yes) => (yes ? '是' : '否'))],
    step.window ? [`办理时段：${windowWords(step.window)}`] : [],
    step.due ? ['期限：', ...dueWords(step.due)] : [],
    step.least ? ['至少间隔：', ...termWords(step.least)] : [],
    step.cure ? ['可退回补正，时限：', ...termWords(step.cure)] : [],
    step.to ? [`报${kindWord(scheme, step.to)}`] : [],
    step.files ? [`报${kindWord(scheme, step.files)}备案`] : [],
    step.share === undefined ? [] : ['抽查比例：', setting(step.share, (share) => `${share}%`)],
    step.quota ? [`受名额限制：${step.quota}`] : [],
    step.methods ? [`方式：${step.methods.join('、')}`] : [],
    step.documents ? [`形成${documentWords(scheme, step.documents)}`] : [],
  ];
  return { id: step.id, words: [body, ...withs, ` ${step.zh}`], more: facts.filter((one) => one.length > 0), ...(step.source === stageSource ? {} : cited(step)) };
}

function open(scheme: Scheme): Unnumbered {
  const lines = Object.entries(scheme.parameters).map(([id, one]): Line => ({ id, isName: true, words: [`${one.zh}：${answerText(scheme, one)}`], ...cited(one) }));
  return { title: '由使用单位确定的事项', sections: [plain(...lines)] };
}

function facts(scheme: Scheme): Unnumbered {
  return { title: '考评事实', sections: [plain(...Object.entries(scheme.facts).map(([id, one]): Line => ({ id, isName: true, words: [one.zh], more: [originWords(scheme, one.from)], ...cited(one) })))] };
}
