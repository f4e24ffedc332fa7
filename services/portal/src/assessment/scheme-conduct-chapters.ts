import type { Effect, Rung, Scheme } from '@xingchuang/schemes';
import { cited, line, plain, type Line, type Unnumbered } from './scheme-line.ts';
import { documentWords, dueWords, every, kindWord, levelWord, levelWords, parametersIn, setting, termWords, type Token } from './scheme-words.ts';

/** The chapters on what happens around and after a decision. */
export const conductChapters = (scheme: Scheme): Unnumbered[] => [notice(scheme), adjustment(scheme), ladder(scheme), duties(scheme), titles(scheme), effects(scheme), documents(scheme)];

const body = (scheme: Scheme, by: Parameters<typeof setting<string>>[0]): Token => setting(by, (id) => kindWord(scheme, id));

/** Whether a clause counts in a round, where the scheme leaves it to the round. */
const usedLine = (words: string, use: Parameters<typeof setting<boolean>>[0] | undefined): Token[][] => (use === undefined ? [] : [[words, setting(use, (yes: boolean) => (yes ? '是' : '否'))]]);

function notice(scheme: Scheme): Unnumbered {
  const { notice: one } = scheme;
  if (!one) return { title: '公示', sections: [] };
  const { verified, fraud } = one.complaint;
  return {
    title: '公示和举报',
    sections: [
      plain(
        {
          id: one.id,
          words: ['拟评为', levelWords(scheme, one.levels), '的，由', body(scheme, one.by), '公示不少于', ...termWords(one.minimum)],
          more: [...(one.channel === undefined ? [] : [['渠道：', setting(one.channel)]]), ...usedLine('是否公示：', one.use)],
          ...cited(one),
        },
        line(scheme, verified, { more: [['→ ', setting(verified.level, (id) => levelWord(scheme, id))]] }),
        ...(fraud ? [line(scheme, fraud, { more: [[`适用 ${fraud.effect}`]] })] : []),
      ),
    ],
  };
}

function adjustment(scheme: Scheme): Unnumbered {
  const { adjustment: move, recheck } = scheme;
  const AT = { 'at-once': '及时办理', yearly: '随年度评定办理' };
  const lines: Line[] = move ? [move.down, move.up].map((one) => line(scheme, one, { more: [[AT[one.at]]] })) : [];
  if (move?.use !== undefined) lines.unshift({ id: '', words: usedLine('是否动态调整：', move.use).flat() });
  if (move) lines.push({ id: '', words: [`每次变动记入${documentWords(scheme, [move.ledger])}`] });
  const looked: Line[] = recheck
    ? [
        line(scheme, recheck, { words: [recheck.zh], more: [[`${levelWords(scheme, recheck.levels)}，`, ...every(recheck.years), '一次'], ...usedLine('是否复查：', recheck.use)] }),
        ...(recheck.suggest ? [{ id: '', words: [body(scheme, recheck.suggest.by), '提出建议'], more: recheck.suggest.due ? [['期限：', ...dueWords(recheck.suggest.due)]] : [] }] : []),
        { id: '', words: [body(scheme, recheck.review.by), ...(recheck.review.with ? [`会同${recheck.review.with.map((id) => kindWord(scheme, id)).join('、')}`] : []), '审定'], more: recheck.review.due ? [['期限：', ...dueWords(recheck.review.due)]] : [] },
        line(scheme, recheck.keep),
        line(scheme, recheck.revoke, { more: [['→ ', setting(recheck.revoke.level, (id) => levelWord(scheme, id))]] }),
      ]
    : [];
  return { title: '动态调整和复查', sections: [plain(...lines), { title: '复查', id: '', lines: looked }] };
}

function ladder(scheme: Scheme): Unnumbered {
  const { categories = [], rungs = [], lookBack } = scheme.ladder ?? {};
  return {
    title: '问题整改',
    sections: [
      { title: '问题类别', id: '', lines: categories.map((one) => line(scheme, one)) },
      { title: '整改措施', id: '', lines: rungs.map((rung) => rungLine(scheme, rung)) },
      { title: '销号之后', id: '', lines: lookBack ? [{ id: lookBack.id, words: [lookBack.zh], more: [['由', body(scheme, lookBack.by), '到现场再看，看过才算了结']], ...cited(lookBack) }] : [] },
    ],
  };
}

function rungLine(scheme: Scheme, rung: Rung): Line {
  const { failed } = rung;
  const after: Token[] = failed ? [`逾期未改：${failed.zh}，报${kindWord(scheme, failed.report)}`, ...(failed.level === undefined ? [] : ['，等级最高为 ', setting(failed.level, (id) => levelWord(scheme, id))])] : [];
  return {
    id: rung.id,
    words: [rung.zh],
    expressions: rung.when ? [rung.when] : [],
    parameters: parametersIn(scheme, rung.when),
    more: [['由', body(scheme, rung.by), '督办，期限：', ...termWords(rung.deadline)], ...(after.length ? [after] : [])],
    ...cited(rung),
  };
}

const EVERY = { week: '每周', month: '每月', quarter: '每季度', 'half-year': '每半年', year: '每年' };
function duties(scheme: Scheme): Unnumbered {
  const lines = scheme.duties.map((one) => line(scheme, one, { more: [[`${kindWord(scheme, one.each)}${EVERY[one.every]}${one.months ? `（${one.months.join('、')}月）` : ''}至少 ${one.expect.atLeast}${one.expect.sum ? '（合计）' : ' 条记录'}`]] }));
  return { title: '应有记录', sections: [plain(...lines)] };
}

function titles(scheme: Scheme): Unnumbered {
  return { title: '单位称号', sections: scheme.titles.map((one) => ({ title: `${one.zh}（授予${kindWord(scheme, one.of)}）`, id: one.id, ...cited(one), lines: one.all.map((condition) => line(scheme, condition)) })) };
}

function effects(scheme: Scheme): Unnumbered {
  const honour = (id: string): string => scheme.honours[id]?.zh ?? id;
  const lines = scheme.effects.map((one): Line => ({ ...line(scheme, { ...one, when: '' }), expressions: one.when ? [one.when] : [], parameters: parametersIn(scheme, one.when), more: effectMore(scheme, one, honour) }));
  return { title: '结果运用和奖惩', sections: [plain(...lines), { title: '评优推荐事项', id: '', lines: Object.entries(scheme.honours).map(([id, one]) => ({ ...line(scheme, one), id, isName: true })) }] };
}

const ACTION: Readonly<Record<Effect['action'], string>> = {
  circular: '通报', ratio: '比例增减', priority: '优先', bar: '限制', talk: '约谈', rectification: '整顿', accountability: '追责', subsidy: '经费补助', reward: '奖励', plaque: '授牌', 'plaque-return': '收回牌匾', link: '挂钩', lower: '降级', commend: '表彰', criticise: '批评',
};
function effectMore(scheme: Scheme, effect: Effect, honour: (id: string) => string): Token[][] {
  const { of, action, by, in: honours, change, amount, deadline, to, document, calledBy } = effect;
  const more: Token[][] = [
    [`对象：${kindWord(scheme, of)}；${ACTION[action]}${change === undefined ? '' : ` ${change > 0 ? '+' : ''}${change}%`}${honours ? `：${honours.map(honour).join('、')}` : ''}`],
    calledBy === undefined ? [] : ['由', body(scheme, calledBy), '写明理由后决定'],
    by === undefined ? [] : [`由${kindWord(scheme, by)}办理`],
    amount === undefined ? [] : ['金额：', setting(amount)],
    deadline === undefined ? [] : ['期限：', ...termWords(deadline)],
    to === undefined ? [] : ['等级最高为 ', setting(to, (id) => levelWord(scheme, id))],
    document === undefined ? [] : [`形成${documentWords(scheme, [document])}`],
  ];
  return more.filter((one) => one.length > 0);
}

function documents(scheme: Scheme): Unnumbered {
  return { title: '文书', sections: [plain(...Object.entries(scheme.documents).map(([id, one]): Line => ({ ...line(scheme, one), id, isName: true, ...(one.by === undefined ? {} : { more: [['由', body(scheme, one.by), '出具']] }) })))] };
}
