import type { ArchiveItem, RetentionClass } from '@xingchuang/contracts';
import type { Scheme } from '@xingchuang/schemes';
import { printable } from '../printed.ts';
import { fileClass, recordClass, type RetentionPlan } from '../retention/retention-rule.ts';
import type { Piece } from './archive-service.ts';

/** A unit's year as it goes on paper. */
export interface PrintedArchive {
  readonly unit: { readonly name: string; readonly code: string };
  readonly year: number;
  readonly scheme: Scheme;
  readonly pieces: readonly Piece[];
  /** Head of the log at this moment, in one line. */
  readonly checkpoint: string;
  readonly createdAt: string;
}

const RETENTION: Readonly<Record<RetentionClass, string>> = { permanent: '永久', '30-years': '30年', '10-years': '10年' };
const STATES: Readonly<Record<ArchiveItem['state'], string>> = { kept: '', frozen: '已固定', corrected: '有更正' };
/** As much of a digest as tells two files apart; the whole of it stands in the package. */
const DIGEST = 8;

const headOf = ({ unit, year, checkpoint, createdAt }: PrintedArchive) => ({ createdAt, checkpoint, archiveNumber: printable(`${unit.code}-${year}`, 40), fileTitle: printable(`${unit.name}${year}年度档案`, 200) });

/** 案卷封面 (GB/T 9705): kept as long as the piece that is kept longest. */
export function coverDocument(archive: PrintedArchive, plan: RetentionPlan) {
  const { unit, scheme, pieces } = archive;
  const days = pieces.map(({ day }) => day).sort();
  const classes = new Set(pieces.map(({ kind, type }) => (kind === 'file' ? fileClass(plan, type) : recordClass(plan, type))));
  const longest = (['permanent', '30-years', '10-years'] as const).find((one) => classes.has(one))!;
  return { ...headOf(archive), keeper: printable(unit.name, 60), category: printable(scheme.name.zh, 60), from: days[0], to: days.at(-1), retention: RETENTION[longest], pieces: pieces.length };
}

/** 卷内文件目录: by the first task of the scheme that a piece serves, then by day; what serves none comes last. */
export function indexDocument(archive: PrintedArchive, nameOf: (recordType: string) => string) {
  const { scheme, pieces } = archive;
  const order = new Map(scheme.dimensions.flatMap(({ tasks }) => tasks.flatMap((task) => [task, ...task.items])).map(({ id }, place) => [`${scheme.id}/${id}`, place]));
  const servedBy = ({ tasks }: Piece) => tasks.filter((task) => order.has(task)).sort((a, b) => order.get(a)! - order.get(b)!);
  const sorted = pieces.map((piece) => ({ piece, tasks: servedBy(piece) })).sort((a, b) => placeOf(order, a.tasks) - placeOf(order, b.tasks) || (keyOf(a.piece) < keyOf(b.piece) ? -1 : 1));
  const entries = sorted.map(({ piece: { kind, name, day, type, digest, state }, tasks }) => ({
    tasks: tasks.length === 0 ? '未关联' : printable(tasks.map((task) => task.slice(scheme.id.length + 1)).join('、'), 60),
    title: printable(name) || '（无题名）', kind: kind === 'file' ? '材料' : printable(nameOf(type), 40), date: day,
    ...(digest === undefined ? {} : { digest: digest.slice(0, DIGEST) }), ...(STATES[state] === '' ? {} : { note: STATES[state] }),
  }));
  return { ...headOf(archive), category: printable(scheme.name.zh, 60), entries };
}

const placeOf = (order: ReadonlyMap<string, number>, [first]: readonly string[]): number => (first === undefined ? order.size : order.get(first)!);
const keyOf = ({ day, id }: Piece): string => `${day} ${id}`;
