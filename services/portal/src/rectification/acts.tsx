import { Button } from 'antd';
import { useId, useState, type ReactNode } from 'react';
import type { z } from 'zod';
import { useCommand, type Order } from '../api/command.ts';
import { Chips } from '../shared/lines.tsx';
import { ProblemAlert } from '../shared/problem-alert.tsx';
import { useSay } from '../shared/say.ts';

/** One thing that can be done; `when` says whether this seat can do it now. */
export interface Act {
  readonly id: string;
  readonly name: string;
  readonly when: boolean;
  readonly form: ReactNode;
}

/** What this seat can do now: the first act stands open, the others are one click away. */
export function Acts({ of, title = '轮到您办理' }: { readonly of: readonly Act[]; readonly title?: string }) {
  const heading = useId();
  const [chosen, setChosen] = useState('');
  const acts = of.filter(({ when }) => when);
  const one = acts.find(({ id }) => id === chosen) ?? acts[0];
  if (!one) return null;
  return (
    <section className="card narrow stack" aria-labelledby={heading}>
      <h2 id={heading}>{title}</h2>
      {acts.length > 1 && <Chips label="要办的事" value={one.id} of={acts.map(({ id, name }) => [id, name] as const)} onChange={setChosen} />}
      <div key={one.id}>{one.form}</div>
    </section>
  );
}

/** Acts that are seldom needed and stay folded. */
export function OtherActs({ of }: { readonly of: readonly Act[] }) {
  const [chosen, setChosen] = useState('');
  const acts = of.filter(({ when }) => when);
  const one = acts.find(({ id }) => id === chosen);
  if (acts.length === 0) return null;
  return (
    <details className="card narrow">
      <summary>其他办理：{acts.map(({ name }) => name).join('、')}</summary>
      <div className="stack" style={{ marginTop: 12 }}>
        <Chips label="其他办理" value={chosen} of={acts.map(({ id, name }) => [id, name] as const)} onChange={setChosen} />
        {one && <div key={one.id}>{one.form}</div>}
      </div>
    </details>
  );
}

interface PressProps<Schema extends z.ZodType> {
  readonly schema: Schema;
  readonly order: Order;
  readonly words: string;
  readonly said: string;
  /** What pressing it means. */
  readonly children?: ReactNode;
}

/** A command that needs nothing to be filled in. */
export function Press<Schema extends z.ZodType>({ schema, order, words, said, children }: PressProps<Schema>) {
  const say = useSay();
  const command = useCommand(schema, () => say(said));
  return (
    <div className="stack tight">
      {children && <p className="quiet">{children}</p>}
      <ProblemAlert problem={command.problem} />
      <div>
        <Button type="primary" loading={command.busy} onClick={() => command.give(order)}>
          {words}
        </Button>
      </div>
    </div>
  );
}
