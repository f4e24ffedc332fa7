/** One line of a comparison: in both, only before, only after; with its numbers, from 1. */
export interface DiffLine {
  readonly how: 'same' | 'gone' | 'new';
  readonly before: number | undefined;
  readonly after: number | undefined;
  readonly text: string;
}

/** Beyond this many pairs of lines the middle is shown as replaced whole: a table of them would not fit. */
const MOST_PAIRS = 4_000_000;

/** What turns one text into another, line by line: the longest common lines stay. */
export function lineDiff(before: string, after: string): DiffLine[] {
  const [a, b] = [before.split('\n'), after.split('\n')];
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  const same = (i: number, j: number): DiffLine => ({ how: 'same', before: i + 1, after: j + 1, text: a[i]! });
  const out = Array.from({ length: start }, (_, i) => same(i, i));
  middle(a.slice(start, a.length - end), b.slice(start, b.length - end), start, out);
  for (let i = end; i > 0; i--) out.push(same(a.length - i, b.length - i));
  return out;
}

function middle(a: readonly string[], b: readonly string[], shift: number, out: DiffLine[]): void {
  const gone = (i: number): DiffLine => ({ how: 'gone', before: shift + i + 1, after: undefined, text: a[i]! });
  const fresh = (j: number): DiffLine => ({ how: 'new', before: undefined, after: shift + j + 1, text: b[j]! });
  if (a.length * b.length > MOST_PAIRS) {
    a.forEach((_, i) => out.push(gone(i)));
    b.forEach((_, j) => out.push(fresh(j)));
    return;
  }
  const width = b.length + 1;
  const common = new Uint32Array((a.length + 1) * width); // how many lines the rests from here have in common
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--) common[i * width + j] = a[i] === b[j] ? common[(i + 1) * width + j + 1]! + 1 : Math.max(common[(i + 1) * width + j]!, common[i * width + j + 1]!);
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) out.push({ how: 'same', before: shift + ++i, after: shift + ++j, text: a[i - 1]! });
    else if (i < a.length && (j === b.length || common[(i + 1) * width + j]! >= common[i * width + j + 1]!)) out.push(gone(i++));
    else out.push(fresh(j++));
  }
}

/** The changed lines with a few around them; stretches that are left out are undefined. */
export function aroundChanges(lines: readonly DiffLine[], around = 2): (DiffLine | undefined)[] {
  const near = lines.map((_, i) => lines.slice(Math.max(0, i - around), i + around + 1).some(({ how }) => how !== 'same'));
  return lines.flatMap((line, i): (DiffLine | undefined)[] => (near[i] ? [line] : i > 0 && near[i - 1] ? [undefined] : []));
}
