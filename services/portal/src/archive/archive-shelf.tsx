import { Button } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { ArchiveItemPage, type ArchiveItem, type ArchiveView } from '@xingchuang/contracts';
import { useList } from '../api/reading.ts';
import { contentOf, typeWords } from '../evidence/file-line.tsx';
import { useRecordTypes } from '../evidence/record-types.ts';
import { dayWords } from '../shared/day-words.ts';
import { LongList } from '../shared/long-list.tsx';
import { MoreBelow } from '../shared/more-below.tsx';
import { State } from '../shared/page.tsx';

interface ShelfProps {
  readonly shelf: { readonly count: number; readonly items: readonly ArchiveItem[] };
  readonly archive: ArchiveView;
  /** Absent: what serves no task. */
  readonly task?: string;
  readonly side?: (item: ArchiveItem) => React.ReactNode;
}

/** The items of a task, the latest first; all of them when asked for. */
export function ArchiveShelf({ shelf, archive: { unitId, year, scheme }, task, side }: ShelfProps) {
  const [all, setAll] = useState(false);
  const read = useList(ArchiveItemPage, all ? '/api/evidence/archive/items' : undefined, { unitId, year, scheme, task });
  const items = all && read.items.length > 0 ? read.items : shelf.items;
  const isPart = shelf.count > shelf.items.length && items === shelf.items;
  return (
    <>
      <LongList of={items} label="材料和台账" keyOf={({ id }) => id} goesOn={isPart || read.more !== undefined}>
        {(item) => (
          <>
            <ItemLine item={item} />
            {side && <div className="side">{side(item)}</div>}
          </>
        )}
      </LongList>
      {isPart ? (
        <div className="more">
          <Button onClick={() => setAll(true)} loading={read.loading}>
            显示更多（共 {shelf.count} 份）
          </Button>
        </div>
      ) : (
        <MoreBelow of={read} />
      )}
    </>
  );
}

export function ItemLine({ item: { kind, id, name, type, day, state, tasks } }: { readonly item: ArchiveItem }) {
  const types = useRecordTypes();
  const isFile = kind === 'file';
  return (
    <div className="main">
      {isFile ? (
        <a className="title" href={contentOf(id)} target="_blank" rel="noreferrer">
          {name}
        </a>
      ) : (
        <Link className="title" to={`/app/evidence/records/${id}`}>
          {name}
        </Link>
      )}
      <p className="quiet">
        {isFile ? typeWords(type) : (types.find((one) => one.id === type)?.zh ?? '台账')} · {dayWords(day)}
        {tasks.length > 1 && ` · 用于 ${tasks.length} 项任务`}{' '}
        {state === 'frozen' && <State>申报已固定</State>}
        {state === 'corrected' && <State tone="due">材料在提交后有更正</State>}
      </p>
    </div>
  );
}
