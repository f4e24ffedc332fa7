import type { Mark } from './page-marks.ts';
import { HEIGHT, PITCH, TOP } from './official-page.ts';

/** A piece of a document that never splits: a line, a row of a table, a signature. */
export interface FlowItem {
  readonly height: number;
  /** Begins on a row of the 22-line grid. */
  readonly onGrid: boolean;
  /** Stays on the page of what follows. */
  readonly keep?: boolean;
  /** Stands at the foot of the type area instead of right under what came before. */
  readonly atFoot?: boolean;
  /** Drawn again above this item where a page begins with it: the header of a table. */
  readonly header?: FlowItem;
  readonly draw: (top: number) => Mark[];
}

/** Deals the items out to pages; the first page's text begins `firstTop` points down the type area. */
export function paginate(items: readonly FlowItem[], firstTop: number): Mark[][] {
  const pages: Mark[][] = [[]];
  let used = firstTop;
  const turn = () => {
    pages.push([]);
    used = 0;
  };
  const place = (item: FlowItem) => {
    const top = item.atFoot ? Math.max(snapped(used, item), HEIGHT - item.height) : snapped(used, item);
    pages.at(-1)?.push(...item.draw(TOP + top));
    used = top + item.height;
  };
  for (const chain of chains(items)) {
    const fresh = used === 0;
    if (!fresh && end(chain, used) > HEIGHT + 0.01) turn();
    for (const item of chain) {
      if (end([item], used) > HEIGHT + 0.01 && used > 0) turn();
      if (used === 0 && item.header) place(item.header);
      place(item);
    }
  }
  return pages;
}

/** Runs of items that belong together; a run ends with the first item that keeps nothing after it. */
function chains(items: readonly FlowItem[]): FlowItem[][] {
  const runs: FlowItem[][] = [[]];
  for (const item of items) {
    runs.at(-1)?.push(item);
    if (!item.keep) runs.push([]);
  }
  return runs.filter((run) => run.length > 0);
}

function end(chain: readonly FlowItem[], from: number): number {
  return chain.reduce((at, item) => snapped(at, item) + item.height, from);
}

function snapped(at: number, { onGrid }: FlowItem): number {
  return onGrid ? Math.ceil((at - 0.01) / PITCH) * PITCH : at;
}
