import type { MarkedText } from '@xingchuang/contracts';

/** A text with the words that were looked for. The text is shown as text, whatever it holds. */
export function Marked({ of: { text, marks } }: { readonly of: MarkedText }) {
  const pieces = marks.flatMap(([from, to], index) => [text.slice(index === 0 ? 0 : marks[index - 1]![1], from), text.slice(from, to)]);
  return (
    <>
      {pieces.map((piece, index) => (index % 2 === 1 ? <mark key={index}>{piece}</mark> : piece))}
      {text.slice(marks.at(-1)?.[1] ?? 0)}
    </>
  );
}
