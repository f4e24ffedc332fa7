import type { ReactNode } from 'react';
import type { Problem } from '@xingchuang/contracts';
import { asProblem } from '../api/problem-error.ts';

/** Says calmly what happened, each fault by its field, and the code small. `known` are fields that show their fault themselves. */
export function ProblemAlert({
  problem,
  known = () => false,
}: {
  readonly problem: Problem | undefined;
  readonly known?: (field: string) => boolean;
}) {
  if (!problem) return null;
  const others = problem.errors.filter(({ field, zh }) => !known(field) && zh !== problem.title);
  const allShown = problem.code === 'input.invalid' && others.length === 0; // its title names the fields as programs do
  return (
    <div className="alert bad" role="alert">
      {allShown ? '有填写不对的地方，已在该处标出' : problem.title}
      <code>{problem.code}</code>
      {others.length > 0 && (
        <ul>
          {others.map(({ field, zh }) => (
            <li key={`${field}${zh}`}>
              {zh} <code>{field}</code>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

interface Read<Data> {
  readonly data: Data | undefined;
  readonly error: unknown;
}

/** Shows what was read; until then that it is coming, or why it does not come. */
export function Reading<Data>({ read, children }: { readonly read: Read<Data>; readonly children: (data: Data) => ReactNode }) {
  if (read.data !== undefined) return children(read.data);
  if (read.error) return <ProblemAlert problem={asProblem(read.error)} />;
  return <Coming />;
}

export function Coming() {
  return (
    <p className="nothing quiet" role="status">
      正在载入…
    </p>
  );
}
