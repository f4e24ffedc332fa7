import { useId, useRef, useState, type KeyboardEvent } from 'react';
import { Link, useNavigate } from 'react-router';
import { asProblem } from '../api/problem-error.ts';
import { Nothing, State } from '../shared/page.tsx';
import { Coming, ProblemAlert } from '../shared/problem-alert.tsx';
import { useRowsInView } from '../shared/rows-in-view.ts';
import { useUnitKinds } from './kinds.ts';
import { useTree, type TreeRow } from './use-tree.ts';

/** As in the style. */
const ROW = 36;

interface UnitTreeProps {
  /** The day as of which the tree is shown; empty: today. */
  readonly asOf: string;
  readonly closed: boolean;
}

/** The tree of units: arrows go through it and fold it, Enter opens the card. */
export function UnitTree({ asOf, closed }: UnitTreeProps) {
  const { rows, loading, error, fold } = useTree({ ...(asOf ? { asOf } : {}), ...(closed ? { closed } : {}) });
  const [at, setAt] = useState(0);
  const box = useRef<HTMLDivElement>(null);
  const { first, last } = useRowsInView(box, rows.length, () => ROW);
  const frame = useRef<HTMLDivElement>(null);
  const id = useId();
  const navigate = useNavigate();
  const chosen = Math.min(at, rows.length - 1);
  const target = (row: TreeRow) => `/app/units/${row.unit.id}${asOf ? `?asOf=${asOf}` : ''}`;
  if (error && rows.length === 0) return <ProblemAlert problem={asProblem(error)} />;
  if (loading) return <Coming />;
  if (rows.length === 0) return <Nothing title={asOf ? '这一天还没有单位' : '还没有单位'} />;

  const go = (to: number) => {
    const next = Math.max(0, Math.min(rows.length - 1, to));
    setAt(next);
    const box = frame.current;
    if (!box) return;
    if (next * ROW < box.scrollTop) box.scrollTop = next * ROW;
    if ((next + 1) * ROW > box.scrollTop + box.clientHeight) box.scrollTop = (next + 1) * ROW - box.clientHeight;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const row = rows[chosen];
    if (!row || event.ctrlKey || event.metaKey || event.altKey) return;
    const page = Math.max(1, Math.floor((frame.current?.clientHeight ?? 0) / ROW) - 1);
    const steps: Readonly<Record<string, () => void>> = {
      ArrowDown: () => go(chosen + 1),
      ArrowUp: () => go(chosen - 1),
      PageDown: () => go(chosen + page),
      PageUp: () => go(chosen - page),
      Home: () => go(0),
      End: () => go(rows.length - 1),
      ArrowRight: () => (row.unit.children > 0 && !row.isOpen ? fold(row.unit.id, true) : row.isOpen ? go(chosen + 1) : undefined),
      ArrowLeft: () => (row.isOpen ? fold(row.unit.id, false) : go(rows.findLastIndex(({ level }, index) => index < chosen && level < row.level))),
      Enter: () => void navigate(target(row)),
    };
    const step = steps[event.key];
    if (!step) return;
    event.preventDefault();
    step();
  };
  const inView = Array.from({ length: last - first }, (_, n) => first + n);
  const drawn = chosen >= first && chosen < last ? inView : [...inView, chosen]; // the one that the keyboard is at is always there
  return (
    <div
      ref={frame}
      className="card flush unit-tree"
      role="tree"
      aria-label="单位"
      tabIndex={0}
      aria-activedescendant={`${id}-${chosen}`}
      onKeyDown={onKeyDown}
    >
      <div ref={box} role="presentation" style={{ height: rows.length * ROW, position: 'relative' }}>
        {drawn.map((index) => {
          const row = rows[index]!;
          return (
            <Row key={row.unit.id} id={`${id}-${index}`} row={row} index={index} chosen={index === chosen} to={target(row)} choose={() => setAt(index)} fold={() => fold(row.unit.id, !row.isOpen)} />
          );
        })}
      </div>
    </div>
  );
}

interface RowProps {
  readonly id: string;
  readonly row: TreeRow;
  readonly index: number;
  readonly chosen: boolean;
  readonly to: string;
  readonly choose: () => void;
  readonly fold: () => void;
}

function Row({ id, row: { unit, level, isOpen, place, of }, index, chosen, to, choose, fold }: RowProps) {
  const kind = useUnitKinds().find((one) => one.kind === unit.kind)?.zh ?? unit.kind;
  return (
    <div
      id={id}
      role="treeitem"
      aria-level={level}
      aria-setsize={of}
      aria-posinset={place}
      aria-selected={chosen}
      {...(unit.children > 0 ? { 'aria-expanded': isOpen } : {})}
      className="tree-row"
      style={{ top: index * ROW, paddingLeft: 8 + (level - 1) * 18 }}
      onClick={choose}
    >
      <span className="fold" aria-hidden="true" onClick={fold}>
        {unit.children === 0 ? '' : isOpen ? '▾' : '▸'}
      </span>
      <Link to={to} tabIndex={-1} className="name" title={unit.name}>
        {unit.name}
      </Link>
      {unit.closedOn && <State tone="bad">已撤销</State>}
      <span className="quiet small about">
        {unit.code} · {kind}
        {unit.children > 0 && ` · 下级 ${unit.children}`}
      </span>
    </div>
  );
}
