import { Checkbox } from 'antd';
import { useEffect, useRef } from 'react';
import { Deadline } from '../shared/deadline.tsx';
import { Nothing, State } from '../shared/page.tsx';
import { useRowsInView } from '../shared/rows-in-view.ts';
import { keyOf, type Waiting } from './waiting.ts';

/** As in the style: two lines of words, and a third where a day or a warning may stand. */
const [LOW, HIGH] = [62, 90];

interface BoardListProps {
  readonly shown: readonly Waiting[];
  /** The place of the open case; -1 where none is. */
  readonly place: number;
  readonly ticked: ReadonlySet<string>;
  readonly tick: (keys: readonly string[], on: boolean) => void;
  readonly go: (to: Waiting) => void;
}

/** All that waits, to be opened one by one or ticked; only what is in view is drawn. */
export function BoardList({ shown, place, ticked, tick, go }: BoardListProps) {
  const row = shown.some(({ deadline, voided }) => voided || deadline !== null) ? HIGH : LOW;
  const box = useRef<HTMLUListElement>(null);
  const { first, last } = useRowsInView(box, shown.length, () => row);
  const chosen = shown.filter((one) => ticked.has(keyOf(one))).length;
  useEffect(() => {
    const list = box.current;
    const frame = list?.parentElement;
    if (!frame || place < 0) return;
    const top = list.offsetTop + place * row; // the next one by the keyboard comes into view
    if (top < frame.scrollTop) frame.scrollTo({ top });
    else if (top + row > frame.scrollTop + frame.clientHeight) frame.scrollTo({ top: top + row - frame.clientHeight });
  }, [box, place, row]);
  return (
    <section className="card flush board-list" aria-label="待审">
      <label className="board-all">
        <Checkbox
          aria-label={`全选 ${shown.length} 件`}
          checked={shown.length > 0 && chosen === shown.length}
          indeterminate={chosen > 0 && chosen < shown.length}
          onChange={(event) => tick(shown.map(keyOf), event.target.checked)}
        />{' '}
        全选 {shown.length} 件
      </label>
      {shown.length === 0 && <Nothing title="没有符合条件的" />}
      <ul ref={box} aria-label="待审单位" style={{ height: shown.length * row }}>
        {shown.slice(first, last).map((one, n) => (
          <li key={keyOf(one)} className={first + n === place ? 'here' : ''} style={{ top: (first + n) * row, height: row }} aria-setsize={shown.length} aria-posinset={first + n + 1}>
            <Checkbox checked={ticked.has(keyOf(one))} onChange={(event) => tick([keyOf(one)], event.target.checked)} aria-label={`选中${one.unit.name}`} />
            <button type="button" className="board-line" aria-current={first + n === place} onClick={() => go(one)}>
              <strong title={one.unit.name}>{one.unit.name}</strong>
              <span className="quiet small">
                {one.name.zh} · {one.level?.zh ?? '未报'}
              </span>
              <span className="nowrap">
                {one.voided && <State tone="bad">事实已变</State>} {one.deadline && <Deadline day={one.deadline} />}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
