import type { ReactNode } from 'react';
import type { Reading } from '../api/reading.ts';
import { asProblem } from '../api/problem-error.ts';
import { LongList } from './long-list.tsx';
import { MoreBelow } from './more-below.tsx';
import { Coming, ProblemAlert } from './problem-alert.tsx';

interface LinesProps<Item> {
  readonly of: Reading<Item>;
  readonly label: string;
  readonly empty: ReactNode;
  readonly children: (item: Item) => ReactNode;
  readonly keyOf: (item: Item) => string;
}

/** A list of things as lines; what follows is read as one goes down. A child is the content of one line: `.main` and `.side`. */
export function Lines<Item>({ of, label, empty, children, keyOf }: LinesProps<Item>) {
  if (of.error && of.items.length === 0) return <ProblemAlert problem={asProblem(of.error)} />;
  if (of.loading) return <Coming />;
  return (
    <div className="card flush">
      {of.items.length === 0 ? (
        empty
      ) : (
        <LongList of={of.items} label={label} keyOf={keyOf} goesOn={of.more !== undefined}>
          {children}
        </LongList>
      )}
      <MoreBelow of={of} />
    </div>
  );
}

/** Filters as chips; the chosen one stands in the address, so that it can be shared and survives a reload. */
export function Chips({
  label,
  value,
  of,
  onChange,
}: {
  readonly label: string;
  readonly value: string;
  readonly of: readonly (readonly [string, string])[];
  readonly onChange: (value: string) => void;
}) {
  return (
    <div className="filters" role="group" aria-label={label}>
      {of.map(([id, name]) => (
        <button key={id} type="button" className="chip" aria-pressed={value === id} onClick={() => onChange(id)}>
          {name}
        </button>
      ))}
    </div>
  );
}
