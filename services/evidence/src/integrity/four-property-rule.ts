import { dayOf } from '@xingchuang/calendar';
import type { FourPropertyRow, Property } from '@xingchuang/contracts';
import { extensionOf } from '../file/file-name-rule.ts';
import type { EvidenceFile } from '../file/file-store.ts';
import { FILE_TYPES } from '../file/file-type-rule.ts';
import type { EvidenceRecord, RecordRevision } from '../record/record-store.ts';
import type { RecordType } from '../record/record-type.ts';

/** What is known of a thing besides the log: whether its statements are all placed and proven, and fields that differ from them. */
interface Stated {
  readonly acts: readonly string[];
  readonly proven: boolean;
  readonly changed: readonly string[];
}
export interface FileFacts {
  readonly file: EvidenceFile;
  readonly stated: Stated;
  /** Of the bytes: read to the end by now, or at the last check. */
  readonly bytes: { readonly good: boolean; readonly size?: number | undefined };
  /** Why nothing can be shown of it. */
  readonly lacks: readonly string[];
  /** Other names under which the unit keeps the same bytes. */
  readonly twins: number;
}
export interface RecordFacts {
  readonly record: EvidenceRecord;
  readonly stated: Stated;
  readonly type: RecordType | undefined;
  readonly revisions: readonly RecordRevision[];
  /** Digest by id of each of its files that is there. */
  readonly files: ReadonlyMap<string, string>;
}

/** Undefined where it passes; otherwise why not, in words. */
type Test<Facts> = (facts: Facts) => string | undefined;
interface Row<Facts> {
  readonly property: Property;
  readonly id: string;
  readonly name: string;
  readonly how: string;
  readonly test: Test<Facts>;
}

const chineseDay = (at: string): string => dayOf(new Date(at));
const unless = (holds: boolean, why: string): string | undefined => (holds ? undefined : why);
const isPlain = (text: string): boolean => !/[\u0000-\u001f\u007f\u202a-\u202e\u2066-\u2069\ufffd]/.test(text) && text.isWellFormed();
const proven = ({ stated }: { stated: Stated }) => unless(stated.proven, '日志中没有可以验证的存证');
const unchanged = ({ stated }: { stated: Stated }) => unless(stated.changed.length === 0, `与存证不一致：${stated.changed.join('、')}`);
const PROVEN = { id: 'proof', name: '固化信息有效性（存证证明）', how: '逐条取出日志中的存证，验证其到已签名检查点的包含证明' };
const CHARACTERS = { id: 'characters', name: '元数据特殊字符', how: '名称和题名中不得有控制字符、方向控制符和乱码' };
const CONTROLLED = { id: 'controlled', name: '归档与保存过程可控', how: '现有内容逐项与日志中最近一次存证比对，不得有未留痕的改动' };
const VALUES = { id: 'values', name: '元数据类型、格式与值域', how: '日期、类型、数值按登记规则复核，日期不得晚于登记时间' };

/** The rows of DA/T 70 that concern a file; what concerns packages is checked where packages are made and taken in. */
export const FILE_ROWS: readonly Row<FileFacts>[] = [
  { property: 'authentic', id: 'digest', name: '固化信息有效性（数字摘要）', how: '从头到尾读取原件全部字节，重新计算 SHA-256', test: ({ bytes }) => unless(bytes.good, '原件缺失或内容已变') },
  { property: 'authentic', ...PROVEN, test: proven },
  { property: 'authentic', ...VALUES, test: ({ file: { size, sha256, eventDate, receivedAt } }) => unless(size > 0 && /^[0-9a-f]{64}$/.test(sha256) && (eventDate ?? '') <= chineseDay(receivedAt), '大小、摘要或日期不合规则') },
  { property: 'authentic', ...CHARACTERS, test: ({ file: { name, title = '' } }) => unless(isPlain(name + title), '名称中有特殊字符') },
  { property: 'authentic', id: 'duplicates', name: '元数据重复性', how: '同一单位内同样的内容只应登记一次', test: ({ twins }) => unless(twins === 0, `同样的内容另有 ${twins} 个登记`) },
  { property: 'authentic', id: 'attributes', name: '内容电子属性与元数据一致', how: '大小、格式、文件名扩展名与登记信息比对', test: ({ file, bytes }) => unless((bytes.size ?? file.size) === file.size && isExtensionOf(file), '大小或扩展名与登记不符') },
  { property: 'complete', id: 'process', name: '过程信息齐全', how: '收到、放行、关联等步骤在日志中都有记载', test: ({ stated: { acts } }) => unless(acts.some((act) => act === 'file.received' || act === 'file.imported'), '没有接收记载') },
  { property: 'complete', id: 'content', name: '内容数据齐全', how: '每个登记的文件都有原件', test: ({ bytes }) => unless(bytes.size !== undefined || bytes.good, '没有原件') },
  { property: 'usable', id: 'opens', name: '内容可打开浏览', how: '在隔离的进程中解析文件，生成页面图像或文字', test: ({ lacks }) => unless(!lacks.includes('damaged') && !lacks.includes('unavailable'), '文件打不开') },
  { property: 'usable', id: 'format', name: '格式合规', how: '按内容识别格式，只接受规定的格式', test: ({ file: { mediaType } }) => unless(FILE_TYPES.some((type) => type.mediaType === mediaType), '格式不在规定范围') },
  { property: 'usable', id: 'no-password', name: '不含加密', how: '打开时不需要口令', test: ({ lacks }) => unless(!lacks.includes('encrypted'), '文件设有打开密码') },
  { property: 'secure', id: 'virus', name: '病毒检测', how: '查看接收时病毒扫描的结论和特征库版本', test: ({ file: { scan } }) => unless(scan?.engine !== undefined && scan.state === 'clean', '没有病毒扫描结论') },
  { property: 'secure', ...CONTROLLED, test: unchanged },
];

export const RECORD_ROWS: readonly Row<RecordFacts>[] = [
  { property: 'authentic', ...PROVEN, test: proven },
  { property: 'authentic', ...VALUES, test: ({ record: { day, filedAt } }) => unless(/^\d{4}-\d{2}-\d{2}$/.test(day) && day <= chineseDay(filedAt), '日期晚于登记时间') },
  { property: 'authentic', ...CHARACTERS, test: ({ record: { title } }) => unless(isPlain(title), '题名中有特殊字符') },
  { property: 'authentic', id: 'linked', name: '元数据与内容关联', how: '台账引用的每个附件都在，且摘要与登记时一致', test: ({ record, files }) => unless(record.fileIds.every((id) => files.has(id) && (record.digests?.[id] ?? files.get(id)) === files.get(id)), '附件缺失或已不是登记时的内容') },
  { property: 'complete', id: 'required', name: '元数据项齐全', how: '按台账类型核对应有的项目和附件', test: ({ record }) => unless((record.gaps ?? []).length === 0, `缺：${(record.gaps ?? []).join('、')}`) },
  { property: 'complete', id: 'sequence', name: '连续编号', how: '台账的各次修改从 1 起连续编号，不得缺号', test: ({ record, revisions }) => unless(revisions.length === record.revision && revisions.every(({ revision }, n) => revision === n + 1), '修改记录缺号') },
  { property: 'complete', id: 'process', name: '过程信息齐全', how: '收到、放行、关联等步骤在日志中都有记载', test: ({ stated: { acts }, revisions }) => unless(acts.filter((act) => act.startsWith('record.')).length >= (acts.includes('record.imported') ? 1 : revisions.length), '有的修改没有存证') },
  { property: 'usable', id: 'readable', name: '元数据可访问', how: '台账类型在，内容能按类型读出', test: ({ type }) => unless(type !== undefined, '没有这种台账类型') },
  { property: 'secure', ...CONTROLLED, test: unchanged },
];

function isExtensionOf({ name, mediaType }: EvidenceFile): boolean {
  const extension = extensionOf(name);
  return extension === undefined || FILE_TYPES.find((type) => type.mediaType === mediaType)?.extensions.includes(extension) === true;
}

const MOST_FAILING = 100;

/** Counts a page of things into the rows of a report; a row of files and one of records with the same id are one. */
export class Tally {
  readonly #rows = new Map<string, { -readonly [K in keyof FourPropertyRow]: FourPropertyRow[K] }>();

  constructor() {
    for (const { property, id, name, how } of [...FILE_ROWS, ...RECORD_ROWS]) this.#rows.set(`${property} ${id}`, { property, id, name, how, checked: 0, passed: 0, failing: [] });
  }

  count<Facts>(rows: readonly Row<Facts>[], facts: Facts, objectId: string, name: string): void {
    for (const { property, id, test } of rows) {
      const row = this.#rows.get(`${property} ${id}`)!;
      const why = test(facts);
      row.checked += 1;
      if (why === undefined) row.passed += 1;
      else if (row.failing.length < MOST_FAILING) row.failing = [...row.failing, { objectId, name, why }];
    }
  }

  /** Adds a row that concerns the whole, not one thing. */
  add(row: FourPropertyRow): void {
    this.#rows.set(`${row.property} ${row.id}`, row);
  }

  rows(): FourPropertyRow[] {
    const order: readonly Property[] = ['authentic', 'complete', 'usable', 'secure'];
    return [...this.#rows.values()].sort((one, other) => order.indexOf(one.property) - order.indexOf(other.property));
  }
}
