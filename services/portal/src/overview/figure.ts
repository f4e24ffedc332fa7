/** A number and the page that shows what is behind it. */
export interface Cell {
  readonly count: number;
  readonly to?: string | undefined;
}
/** How a series is drawn. A level is one of an ordered row; the others mean what they say everywhere. */
export type Tone = { readonly of: 'level'; readonly at: number; readonly most: number } | { readonly of: 'good' | 'due' | 'bad' | 'plain' };

export interface Series {
  readonly name: string;
  readonly tone: Tone;
  /** One for each category. */
  readonly cells: readonly Cell[];
}

/** What a chart shows, and its table as well: categories are the rows, series the columns. */
export interface Figure {
  readonly id: string;
  /** A sentence that says what it shows. */
  readonly title: string;
  /** What the categories are. */
  readonly head: string;
  readonly categories: readonly { readonly name: string; readonly to?: string | undefined }[];
  readonly series: readonly Series[];
  /** `rows`: bars to the right, for names; `columns`: upright, for time; `lines`: over time. */
  readonly shape: 'rows' | 'columns' | 'lines';
}

export const sumOf = (cells: readonly Cell[]): number => cells.reduce((sum, { count }) => sum + count, 0);
export const isEmpty = ({ series }: Figure): boolean => series.every(({ cells }) => sumOf(cells) === 0);

/** Whole percent; of nothing there is none. */
export const percentOf = (part: number, all: number): string => (all === 0 ? '—' : `${Math.round((part / all) * 100)}%`);
