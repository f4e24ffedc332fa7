import { amount, byName, choice, day, expression, integer, lines, name, points, setting, several, text, truth, typed, yes, type Codec } from './cell.ts';
import { due, stepWindow, term } from './cell-time.ts';
import {
  ACT_WORDS, ACTION_WORDS, ASK_WORDS, CAP_WORDS, FACT_WORDS, HOLDING_WORDS, ITEM_WORDS, KIND_WORDS, ORIGIN_WORDS, PARAMETER_WORDS, PERIOD_WORDS, QUOTA_WORDS, RATIO_WORDS, READING_WORDS, ROUNDING_WORDS, SPAN_WORDS, TIE_WORDS, TIME_WORDS,
} from './words.ts';

/** Which sheets a workbook has and what their columns hold: the scheme as tables. */

export interface Column {
  /** Where the value stands in its entry, as `score.expr`; `$` is the name under which the entry stands. */
  readonly key: string;
  readonly zh: string;
  readonly codec: Codec;
  /** More than the codec says of itself. */
  readonly note?: string;
  /** The sheet whose first own column holds what may stand here. */
  readonly of?: string;
}

export interface SheetPlan {
  readonly name: string;
  readonly about: string;
  /** `dimensions[].tasks[]`: a row for each entry of these lists; `{}` after mappings; without either, one entry with a row for each column. */
  readonly path: string;
  /** Headings of the columns that say under which entry a row stands, outermost first, and the sheet that holds it. */
  readonly under?: readonly { readonly zh: string; readonly of: string }[];
  readonly columns: readonly Column[];
}

const column = (key: string, zh: string, codec: Codec, more: Partial<Column> = {}): Column => ({ key, zh, codec, ...more });
const within = (prefix: string, zh: string, columns: readonly Column[]): Column[] => columns.map((one) => ({ ...one, key: `${prefix}.${one.key}`, zh: `${zh}：${one.zh}` }));

const id = column('id', '条款号', text, { note: '字母、数字、下划线、点，全表不重复' });
const own = column('$', '标识', name);
const words = [column('zh', '名称', text), column('en', '英文', text)];
const cited = [
  column('source', '出处', text, { note: '文件号＋条款，如 D1 第四条' }),
  column('basis', '依据', text, { note: '文件没写的，写 derived: 理由' }),
];
const clause = [id, ...words, ...cited];
const level = (key: string, zh: string) => column(key, zh, setting(name), { of: '等级' });
const kind = (key: string, zh: string) => column(key, zh, setting(name), { of: '单位类型' });
const documents = (key: string, zh = '文书') => column(key, zh, several(name), { of: '文书' });
const when = column('when', '适用条件', expression);
const rounding = choice(ROUNDING_WORDS);
const scoring = [
  column('expr', '算式', points),
  when,
  column('min', '最低分', setting(amount)),
  column('max', '最高分', setting(amount)),
  column('places', '小数位', integer),
  column('rounding', '取整', setting(rounding)),
];
const scored = within('score', '计分', scoring);
const condition = [...clause, when, column('expr', '条件', expression)];
const typing = (types: Readonly<Record<string, string>>) => [column('type', '类型', choice(types)), column('places', '小数位', integer, { note: '类型是小数时必填，1 到 4' })];

export const SHEETS: readonly SheetPlan[] = [
  {
    name: '基本信息',
    about: '办法的名称、版本、周期、考评期和总分',
    path: '',
    columns: [
      column('format', '格式版本', integer, { note: '固定为 1' }),
      column('id', '办法标识', text, { note: '小写字母、数字、连字符，如 model-units' }),
      column('version', '版本', integer, { note: '发布后不再改动；修改时加 1' }),
      ...within('name', '办法', words),
      ...within('cycle', '周期', [column('years', '几年评一次', setting(integer)), column('requires', '先公布的文书', several(name), { of: '文书' }), ...cited]),
      ...within('window', '考评期', [column('years', '年数', setting(integer)), column('reading', '算法', setting(choice(READING_WORDS))), ...cited]),
      ...within('total', '总分', [...words, ...scoring, ...cited]),
    ],
  },
  { name: '出处', about: '办法依据的文件，每份一行；各条的“出处”以这里的文件号开头', path: 'sources{}', columns: [column('$', '文件号', name), column('document', '文件', text), column('date', '日期', day)] },
  { name: '单位类型', about: '谁被评定、谁办理', path: 'kinds{}', columns: [own, ...words, column('is', '身份', choice(KIND_WORDS))] },
  {
    name: '等级',
    about: '从低到高，每级一行；最低一级星数写 0、不写条件',
    path: 'levels[]',
    columns: [
      column('id', '标识', name), ...words, column('stars', '星数', integer), column('when', '条件', expression), column('guidance', '分类指导', text),
      column('holds.years', '有效年数', setting(integer)), column('holds.reading', '按什么年', choice(HOLDING_WORDS)), column('holds.rounds', '有效轮数', integer), ...cited,
    ],
  },
  {
    name: '参数',
    about: '文件没有写死、由使用单位定的事项；“默认值”和“何时填写”只写一个',
    path: 'parameters{}',
    columns: [
      own, ...words, ...typing(PARAMETER_WORDS), column('min', '最小', integer), column('max', '最大', integer), column('default', '默认值', typed), column('ask', '何时填写', choice(ASK_WORDS)), ...cited,
    ],
  },
  { name: '参数取值', about: '类型是文字的参数可以取哪些值', path: 'parameters{}.values{}', under: [{ zh: '参数', of: '参数' }], columns: [column('$', '取值', name), ...words] },
  {
    name: '事实',
    about: '条件要读的数据，每项一行',
    path: 'facts{}',
    columns: [
      own, ...words, ...typing(FACT_WORDS), column('optional', '可缺', yes), column('absent', '没有时的值', typed), column('within', '按哪个日期计入考评期', several(name), { note: '一个日期字段，或首日、末日两个' }),
      column('from.origin', '来源', choice(ORIGIN_WORDS)), column('from.name', '来源名称', setting(name), { note: '记录类型、任务事项、检查表、指标等的标识' }), column('from.measure', '取数', name), column('from.field', '取数字段', name), column('from.over', '取数范围', choice(SPAN_WORDS)),
      ...cited,
    ],
  },
  { name: '事实取值', about: '类型是文字的事实可以取哪些值', path: 'facts{}.values{}', under: [{ zh: '事实', of: '事实' }], columns: [column('$', '取值', name), ...words] },
  { name: '记录字段', about: '类型是记录的事实有哪些字段', path: 'facts{}.fields{}', under: [{ zh: '事实', of: '事实' }], columns: [column('$', '字段', name), ...words, ...typing(FACT_WORDS), column('optional', '可缺', yes)] },
  {
    name: '字段取值',
    about: '类型是文字的字段可以取哪些值',
    path: 'facts{}.fields{}.values{}',
    under: [{ zh: '事实', of: '事实' }, { zh: '字段', of: '记录字段' }],
    columns: [column('$', '取值', name), ...words],
  },
  { name: '比较范围', about: '哪些单位放在一起比', path: 'populations{}', columns: [own, ...words, column('by', '按什么分组', several(name), { note: 'parent 同一上级，kind 同一类型，或文字事实' }), column('where', '谁参加比较', expression), ...cited] },
  { name: '计算值', about: '有名称的中间结果', path: 'figures{}', columns: [own, ...words, ...scoring.map((one) => (one.key === 'expr' ? { ...one, codec: expression } : one)), ...cited] },
  { name: '星和方面', about: '每颗星、每个方面一行', path: 'dimensions[]', columns: [column('id', '标识', name), ...words, when, ...scored, ...cited] },
  { name: '获星条件', about: '全部符合才获评这颗星', path: 'dimensions[].award.all[]', under: [{ zh: '星', of: '星和方面' }], columns: condition },
  { name: '任务', about: '每颗星、每个方面的重点任务', path: 'dimensions[].tasks[]', under: [{ zh: '星', of: '星和方面' }], columns: [...clause, ...scored] },
  { name: '任务事项', about: '材料对应的具体事项', path: 'dimensions[].tasks[].items[]', under: [{ zh: '任务', of: '任务' }], columns: [...clause, column('kind', '种类', choice(ITEM_WORDS)), ...scored] },
  { name: '加减分组', about: '加分、扣分各组', path: 'extras[]', columns: [...clause, ...scored] },
  { name: '加减分项', about: '加分、扣分的具体项目', path: 'extras[].items[]', under: [{ zh: '组', of: '加减分组' }], columns: [...clause, ...scored] },
  {
    name: '不得参评',
    about: '符合条件或由机构写明理由的不参评',
    path: 'exclusions[]',
    columns: [...clause, when, column('reason', '由机构写理由', yes), kind('by', '哪类机构'), level('level', '其等级'), column('keep', '保留等级的事实', name, { of: '事实' })],
  },
  { name: '直接认定', about: '符合条件的直接给一个等级', path: 'direct[]', columns: [...clause, when, level('level', '等级')] },
  { name: '一票否决', about: '符合条件的，等级降为所写一级', path: 'vetoes[]', columns: [{ ...id, codec: name }, ...words, when, level('level', '否决后的等级'), ...cited] },
  { name: '封顶', about: '符合条件的，最高只能到所写一级', path: 'caps[]', columns: [{ ...id, codec: name }, ...words, when, level('atMost', '最高等级'), column('on', '限制什么', several(choice(CAP_WORDS))), ...cited] },
  {
    name: '名额',
    about: '比例和名额，每条一行；“比例”和“个数”只写一个',
    path: 'quotas[]',
    columns: [
      ...clause, column('population', '比较范围', name, { of: '比较范围' }), column('shares', '比例（%）', byName(amount)), column('counts', '个数', byName(integer)), column('rounding', '取整', setting(rounding)),
      column('base', '计算基数', expression), column('except', '不占名额', expression), column('on', '限制什么', several(choice(QUOTA_WORDS))), column('order', '排序', lines, { note: '算式，大的在前，后面的用来分先后；一行写一个（Alt+Enter 换行）' }),
      column('ties', '并列', setting(choice(TIE_WORDS))), column('carry', '空余给下一级', setting(truth)), column('adjust.by', '谁可调整', name, { of: '单位类型' }),
    ],
  },
  { name: '程序阶段', about: '评定程序分几个阶段', path: 'process[]', columns: clause },
  {
    name: '程序步骤',
    about: '谁在什么时限内做什么；按先后排列',
    path: 'process[].steps[]',
    under: [{ zh: '阶段', of: '程序阶段' }],
    columns: [
      ...clause, column('act', '做什么', choice(ACT_WORDS)), kind('by', '谁办'), column('with', '会同', several(name), { of: '单位类型' }), column('levels', '哪些等级', several(name), { note: '留空表示全部', of: '等级' }),
      column('beside', '与上一步同时', yes), column('use', '是否采用', setting(truth)), column('to', '报送', name, { of: '单位类型' }), column('files', '备案', name, { of: '单位类型' }), column('methods', '方式', lines), column('share', '比例（%）', setting(integer)),
      column('quota', '名额', name, { of: '名额' }), column('window', '办理时段', stepWindow), column('due', '期限', due), column('least', '至少隔多久', term), column('cure', '退回补正时限', term), documents('documents'),
    ],
  },
  {
    name: '公示与调整',
    about: '公示、举报、动态调整；没有的整段留空',
    path: '',
    columns: [
      ...within('notice', '公示', [id, column('levels', '哪些等级', several(name), { of: '等级' }), column('use', '是否公示', setting(truth)), column('minimum', '最短时间', term), kind('by', '谁公示'), column('channel', '渠道', setting(text)), ...cited]),
      ...within('notice.complaint.verified', '举报属实', [...clause, level('level', '其等级')]),
      ...within('notice.complaint.fraud', '弄虚作假', [...clause, column('effect', '奖惩条款', text, { of: '奖惩' })]),
      column('adjustment.use', '是否动态调整', setting(truth)),
      ...within('adjustment.down', '降级', [...clause, column('at', '何时', choice(TIME_WORDS))]),
      ...within('adjustment.up', '晋级', [...clause, column('at', '何时', choice(TIME_WORDS))]),
      column('adjustment.ledger', '变动台账', name, { of: '文书' }),
    ],
  },
  {
    name: '年度复查',
    about: '已获评单位的复查；没有的整表留空',
    path: '',
    columns: within('recheck', '复查', [
      ...clause, column('use', '是否复查', setting(truth)), column('levels', '哪些等级', several(name), { of: '等级' }), column('years', '几年一次', setting(integer)),
      ...within('suggest', '建议', [kind('by', '谁提出'), column('due', '期限', due), documents('documents')]),
      ...within('review', '审定', [kind('by', '谁审定'), column('with', '会同', several(name), { of: '单位类型' }), column('due', '期限', due)]),
      ...within('keep', '保留', clause),
      ...within('revoke', '撤销', [...clause, level('level', '其后等级'), column('effects', '奖惩条款', several(text), { of: '奖惩' })]),
    ]),
  },
  { name: '问题类别', about: '问题分哪几类', path: 'ladder.categories[]', columns: [{ ...id, codec: name }, ...words, ...cited] },
  {
    name: '整改阶梯',
    about: '从轻到重，每级一行',
    path: 'ladder.rungs[]',
    columns: [
      { ...id, codec: name }, ...words, column('when', '启动条件', expression), kind('by', '谁督办'), column('deadline', '期限', term), column('apart', '不在阶梯中', yes), documents('documents'), ...cited,
      ...within('failed', '逾期未改', [...words, column('report', '报告', name, { of: '单位类型' }), level('level', '最高等级'), column('effects', '奖惩条款', several(text), { of: '奖惩' }), ...cited]),
    ],
  },
  {
    name: '回头看',
    about: '整改后须再次查看才能销号；没有的整表留空',
    path: '',
    columns: within('ladder.lookBack', '回头看', [...clause, kind('by', '谁查看'), documents('documents')]),
  },
  {
    name: '应有记录',
    about: '每个时段应有多少记录',
    path: 'duties[]',
    columns: [...clause, column('record', '记录类型', name), column('each', '谁', name, { of: '单位类型' }), column('every', '多久', choice(PERIOD_WORDS)), column('months', '只在哪些月', several(integer)), column('expect.atLeast', '至少', integer), column('expect.sum', '合计哪个字段', name)],
  },
  { name: '称号', about: '上级单位的称号', path: 'titles[]', columns: [{ ...id, codec: name }, ...words, column('of', '授予谁', name, { of: '单位类型' }), ...cited] },
  { name: '称号条件', about: '全部符合才授予', path: 'titles[].all[]', under: [{ zh: '称号', of: '称号' }], columns: condition },
  { name: '评优事项', about: '可以推荐或限制推荐的事项', path: 'honours{}', columns: [own, ...words, ...cited] },
  {
    name: '奖惩',
    about: '结果出来后对谁做什么',
    path: 'effects[]',
    columns: [
      ...clause, column('of', '对谁', name, { of: '单位类型' }), column('when', '条件', expression), column('action', '做什么', choice(ACTION_WORDS)), kind('calledBy', '由谁决定'), column('by', '谁办', name, { of: '单位类型' }), column('document', '文书', name, { of: '文书' }),
      column('in', '评优事项', several(name), { of: '评优事项' }), column('rung', '整改层级', name, { of: '整改阶梯' }), column('change', '增减（%）', integer), column('reading', '算法', setting(choice(RATIO_WORDS))), column('base', '基数（%）', setting(integer)), column('floor', '不低于（%）', setting(integer)),
      column('amount', '金额', setting(amount)), column('deadline', '期限', term), level('to', '最高等级'),
    ],
  },
  { name: '文书', about: '评定中公布、印发、保存的文书', path: 'documents{}', columns: [own, ...words, kind('by', '谁出'), column('roster', '列出同一层级的全部单位', yes), ...cited] },
];
