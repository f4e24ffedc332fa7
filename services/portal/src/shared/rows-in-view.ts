import { useEffectEvent, useLayoutEffect, useState, type RefObject } from 'react';

/** So many rows beyond the edge are drawn, that none is missing while one scrolls. */
const SPARE = 8;
const NOT_MEASURED = (): void => undefined;

/**
 * Which of many rows are in view: only those are drawn, so that ten thousand cost no more than fifty. `before` and `after` are the heights of those left out.
 * It does not matter what scrolls, the list's own frame or the whole page. `measure` runs before heights are asked for.
 */
export function useRowsInView(box: RefObject<HTMLElement | null>, count: number, heightOf: (row: number) => number, measure = NOT_MEASURED) {
  const [{ first, last, before, after }, setView] = useState({ first: 0, last: 40, before: 0, after: 0 });
  const look = useEffectEvent(() => {
    if (!box.current) return;
    measure();
    let edge = box.current.getBoundingClientRect().top;
    let [top, bottom] = [count, 0];
    for (let row = 0; row < count && edge < innerHeight; row += 1) {
      edge += heightOf(row);
      if (edge > 0 && top === count) top = row;
      bottom = row + 1;
    }
    const [from, to] = [Math.max(0, top - SPARE), Math.min(count, Math.max(bottom, top === count ? 0 : top) + SPARE)];
    const next = { first: from, last: to, before: heightsOf(heightOf, 0, from), after: heightsOf(heightOf, to, count) };
    setView((was) => (Object.entries(next).every(([name, value]) => was[name as keyof typeof was] === value) ? was : next));
  });
  useLayoutEffect(() => look()); // eslint-disable-line react-hooks/set-state-in-effect -- what is in view is known once it is laid out; the same view is not set again
  useLayoutEffect(() => {
    const again = (): void => look();
    const quiet = { capture: true, passive: true } as const; // the event of an inner frame does not bubble
    const size = new ResizeObserver(again);
    if (box.current) size.observe(box.current);
    document.addEventListener('scroll', again, quiet);
    window.addEventListener('resize', again);
    return () => {
      size.disconnect();
      document.removeEventListener('scroll', again, quiet);
      window.removeEventListener('resize', again);
    };
  }, [box]);
  return { first: Math.min(first, count), last: Math.min(last, count), before, after };
}

function heightsOf(heightOf: (row: number) => number, from: number, to: number): number {
  let sum = 0;
  for (let row = from; row < to; row += 1) sum += heightOf(row);
  return sum;
}
