import type { KindQuery } from './kind-schema.ts';

interface Column {
  readonly zh: string;
  readonly number?: boolean;
}
interface Shape {
  readonly zh: string;
  /** Numbers by name; those that depend on a scheme come in phrases only. */
  readonly figures: Readonly<Record<string, string>>;
  /** Parts of a sentence with places of their own. */
  readonly phrases: readonly string[];
  readonly columns: Readonly<Record<string, Column>>;
}

const unitName = { zh: '单位' };
const levelName = { zh: '等级' };

/** What each query gives to write with: a kind file is checked against it. */
export const SHAPES: Readonly<Record<KindQuery['from'], Shape>> = {
  levels: { zh: '定级结果', figures: { total: '定级单位数' }, phrases: ['byLevel'], columns: { unitName, levelName, since: { zh: '定级日期' }, note: { zh: '备注' } } },
  commended: { zh: '应予表扬的单位', figures: { total: '表扬单位数' }, phrases: [], columns: { unitName, levelName, deed: { zh: '突出表现' }, source: { zh: '依据' } } },
  titles: { zh: '授予称号的单位', figures: { total: '授予称号单位数' }, phrases: [], columns: { unitName, title: { zh: '称号' }, deed: { zh: '评定情况' }, source: { zh: '依据' } } },
  named: { zh: '命名的单位', figures: { total: '命名单位数' }, phrases: [], columns: { unitName, levelName, number: { zh: '牌匾编号' } } },
  awards: { zh: '表彰', figures: { total: '授予数' }, phrases: [], columns: { unitName, levelName, deed: { zh: '授予' }, source: { zh: '依据' }, number: { zh: '编号' }, issuedOn: { zh: '日期' } } },
  notices: {
    zh: '公示',
    figures: { published: '发布公示', confirmed: '确认公示', complaints: '收到反映', upheld: '查核属实的反映' },
    phrases: [],
    columns: { number: { zh: '编号' }, title: { zh: '公示' }, publishedOn: { zh: '发布日期' } },
  },
  exposed: { zh: '查核办结的问题', figures: { total: '曝光单位数' }, phrases: [], columns: { unitName, deed: { zh: '存在问题' }, source: { zh: '依据' } } },
  ranking: {
    zh: '排名',
    figures: { total: '参加排名单位数', up: '名次上升单位数', down: '名次下降单位数', same: '名次不变单位数', new: '新增单位数' },
    phrases: ['rule', 'title'],
    columns: { place: { zh: '名次', number: true }, unitName, levelName, score: { zh: '得分' }, change: { zh: '较上期' }, before: { zh: '上期名次' } },
  },
  summary: {
    zh: '问题整改',
    figures: { opened: '新增问题', closed: '销号', closedInTime: '按期销号', overdue: '逾期未销号', open: '期末在办', rate: '按期率（%）' },
    phrases: [],
    columns: { unitName, opened: { zh: '新增' }, closed: { zh: '销号' }, overdue: { zh: '逾期' }, open: { zh: '在办' } },
  },
  due: { zh: '到期事项', figures: { total: '到期事项' }, phrases: [], columns: { what: { zh: '事项' }, due: { zh: '期限' }, who: { zh: '责任单位' }, state: { zh: '进度' } } },
  rounds: { zh: '评定节点', figures: { total: '评定节点' }, phrases: [], columns: { what: { zh: '事项' }, due: { zh: '期限' }, who: { zh: '责任单位' }, state: { zh: '进度' } } },
  record: { zh: '台账', figures: { total: '台账记录' }, phrases: ['day', 'type', 'words'], columns: {} },
  units: { zh: '单位', figures: { total: '单位总数' }, phrases: [], columns: {} },
};

/** What is settled when a bulletin is drafted, by the name of its place. */
export const CONTEXT = ['scope', 'programme', 'issuer', 'period', 'from', 'to', 'fromDay', 'toDay', 'today'] as const;
/** … and what is settled when it is issued: fields of the layout may hold it, sentences not. */
export const AT_ISSUE = ['number', 'date'] as const;
