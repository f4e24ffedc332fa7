import type { BULLETIN_STATES } from '@xingchuang/contracts';
import { Refusal } from '@xingchuang/rules';
import { countLevels, type Scheme } from '@xingchuang/schemes';
import type { Candidate } from './candidate-rule.ts';

export interface BulletinRow {
  readonly unitId: string;
  readonly unitName: string;
  readonly levelName: string;
  readonly settledOn: string;
  readonly note: string;
}

/** A numbered circular over settled results (通报): drafted by the system, edited and approved by a person, then frozen. */
export interface Bulletin {
  readonly id: string;
  readonly version: number;
  readonly campaignId: string;
  readonly unitId: string;
  readonly path: readonly string[];
  readonly number: string;
  readonly title: string;
  readonly issuer: string;
  readonly issuedOn: string;
  readonly approvedAt: string;
  readonly state: (typeof BULLETIN_STATES)[number];
  readonly paragraphs: readonly string[];
  readonly rows: readonly BulletinRow[];
  readonly document: string;
}

/** The rows of a bulletin: settled candidates, highest level first, then by name. */
export function rowsOf(scheme: Scheme, settled: readonly Candidate[], names: ReadonlyMap<string, { name: string }>): BulletinRow[] {
  const rank = (id: string) => scheme.levels.findIndex((level) => level.id === id);
  const note = (because: string) => (because === '' ? '' : `依据${because}`);
  return [...settled]
    .sort((a, b) => rank(b.level) - rank(a.level) || (names.get(a.unitId)?.name ?? '').localeCompare(names.get(b.unitId)?.name ?? '', 'zh-CN'))
    .map((one) => ({
      unitId: one.unitId,
      unitName: names.get(one.unitId)?.name ?? '',
      levelName: scheme.levels[rank(one.level)]?.zh ?? one.level,
      settledOn: one.settledOn,
      note: note(one.because),
    }));
}

/** The text the system proposes; every number in it is counted from the rows. */
export function draftText(scheme: Scheme, programme: string, settled: readonly Candidate[]): string[] {
  const counts = countLevels(scheme, settled.map((one) => one.level));
  const parts = [...scheme.levels].reverse().filter((level) => (counts[level.id] ?? 0) > 0).map((level) => `${level.zh}${counts[level.id]}个`);
  return [`现将${programme}的评定结果通报如下。`, `本次共评定单位${settled.length}个，其中${parts.join('、')}。`];
}

/** Changes a draft; an approved bulletin never changes. */
export function edit(bulletin: Bulletin, change: Pick<Bulletin, 'title' | 'paragraphs'>): Bulletin {
  refuseFrozen(bulletin);
  return { ...bulletin, ...change };
}

export function approve(bulletin: Bulletin, number: string, day: string, at: string): Bulletin {
  refuseFrozen(bulletin);
  return { ...bulletin, state: 'approved', number, issuedOn: day, approvedAt: at };
}

function refuseFrozen(bulletin: Bulletin): void {
  if (bulletin.state === 'approved') throw new Refusal('conflict', 'bulletin.frozen', { number: bulletin.number });
}
