import { useEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { flushSync } from 'react-dom';
import { useRowsInView } from './rows-in-view.ts';

/** So many are drawn whether they are in view or not. */
const FEW = 50;
/** Of a row that was never drawn, before any other was. */
const FIRST_GUESS = 64;

/** The heights of what was drawn, by list and item: who comes back finds the same place. */
const known = new Map<string, Map<string, number>>();
let width = innerWidth;
addEventListener('resize', () => {
  if (width !== innerWidth) known.clear();
  width = innerWidth;
});

interface LongListProps<Item> {
  readonly of: readonly Item[];
  readonly label: string;
  readonly keyOf: (item: Item) => string;
  /** The content of one item's `<li>`. */
  readonly children: (item: Item, at: number) => ReactNode;
  /** Lines, one under the other, unless the style makes a grid of it. */
  readonly className?: string;
  /** More follow that were not read yet. */
  readonly goesOn?: boolean;
}

/** A list of any length, of which only what is in view is drawn; whole on paper. Arrows go from item to item. */
export function LongList<Item>({ of, label, keyOf, children, className = 'lines', goesOn = false }: LongListProps<Item>) {
  const box = useRef<HTMLUListElement>(null);
  const guess = useRef(FIRST_GUESS);
  const [{ columns, gap }, setGrid] = useState({ columns: 1, gap: 0 });
  const printed = usePrinted();
  const rows = Math.ceil(of.length / columns);
  const heights = (): Map<string, number> => known.get(label) ?? known.set(label, new Map()).get(label)!;
  const measure = (): void => {
    const { gridTemplateColumns, rowGap } = getComputedStyle(box.current!);
    const next = { columns: gridTemplateColumns === 'none' ? 1 : gridTemplateColumns.split(' ').length, gap: Number.parseFloat(rowGap) || 0 };
    setGrid((was) => (was.columns === next.columns && was.gap === next.gap ? was : next));
    const drawn = [...box.current!.querySelectorAll<HTMLElement>(':scope > [aria-posinset]')].map((item) => ({ at: Number(item.ariaPosInSet) - 1, height: item.getBoundingClientRect().height + next.gap }));
    for (const { at, height } of drawn) if (of[at] !== undefined) heights().set(keyOf(of[at]), height);
    if (drawn.length > 0) guess.current = drawn.reduce((sum, { height }) => sum + height, 0) / drawn.length;
  };
  const heightOf = (row: number): number => heights().get(keyOf(of[row * columns]!)) ?? guess.current;
  const view = useRowsInView(box, rows, heightOf, measure);
  const isWhole = printed || of.length <= FEW;
  const first = isWhole ? 0 : view.first * columns;
  const shown = isWhole ? of : of.slice(first, view.last * columns);
  const total = goesOn ? -1 : of.length;
  return (
    <ul ref={box} className={className} aria-label={label} onKeyDown={(event) => walk(event, columns)}>
      {!isWhole && <Gap height={view.before - gap} />}
      {shown.map((item, n) => (
        <li key={keyOf(item)} aria-setsize={total} aria-posinset={first + n + 1}>
          {children(item, first + n)}
        </li>
      ))}
      {!isWhole && <Gap height={view.after - gap} />}
    </ul>
  );
}

/** Keeps the place of what is not drawn. */
const Gap = ({ height }: { readonly height: number }) => (height > 0 ? <li className="gap" aria-hidden="true" style={{ height }} /> : null);

/** From the link or button of one item to that of the next. */
function walk(event: KeyboardEvent<HTMLUListElement>, columns: number): void {
  const { key, target, currentTarget: list } = event;
  const steps: Readonly<Record<string, number>> = columns > 1 ? { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns } : { ArrowDown: 1, ArrowUp: -1 };
  const step = steps[key];
  if (step === undefined || event.ctrlKey || event.metaKey || event.altKey || !(target as HTMLElement).matches('a, button')) return;
  const at = Number((target as HTMLElement).closest<HTMLElement>('li')?.ariaPosInSet);
  const next = list.querySelector<HTMLElement>(`:scope > [aria-posinset="${at + step}"] :is(a, button)`);
  if (!next) return;
  event.preventDefault();
  next.focus();
}

/** Whether the page is being printed. */
function usePrinted(): boolean {
  const [printed, setPrinted] = useState(false);
  useEffect(() => {
    const before = () => flushSync(() => setPrinted(true)); // paper is laid out right after
    const after = () => setPrinted(false);
    addEventListener('beforeprint', before);
    addEventListener('afterprint', after);
    return () => {
      removeEventListener('beforeprint', before);
      removeEventListener('afterprint', after);
    };
  }, []);
  return printed;
}
