import type { RecordRevisionView, RecordTypeView } from '@xingchuang/contracts';
import { dayWords } from '../shared/day-words.ts';
import { FieldValue } from './field-value.tsx';

interface Change {
  readonly name: string;
  readonly before: React.ReactNode;
  readonly after: React.ReactNode;
}

/** What one writing of a record changed of the one before it. */
export function RecordChanges({ type, before, after }: { readonly type: RecordTypeView | undefined; readonly before: RecordRevisionView; readonly after: RecordRevisionView }) {
  const changes = changesOf(type, before, after);
  if (changes.length === 0) return null;
  return (
    <details className="changes">
      <summary>改了 {changes.length} 处</summary>
      <dl>
        {changes.map(({ name, before: was, after: is }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <del>{was}</del>
              <ins>{is}</ins>
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

const none = <span className="quiet">（空）</span>;

function changesOf(type: RecordTypeView | undefined, before: RecordRevisionView, after: RecordRevisionView): Change[] {
  const differs = (one: unknown, other: unknown) => JSON.stringify(one) !== JSON.stringify(other);
  const plain = [
    ['标题', before.title, after.title],
    ['发生日期', dayWords(before.day), dayWords(after.day)],
    ['附件', `${before.fileIds.length} 个`, `${after.fileIds.length} 个`, differs(before.fileIds, after.fileIds)],
    ['办结日期', before.closedOn ? dayWords(before.closedOn) : none, after.closedOn ? dayWords(after.closedOn) : none],
  ] as const;
  return [
    ...plain.filter(([, was, is, changed]) => changed ?? was !== is).map(([name, was, is]) => ({ name, before: was, after: is })),
    ...(type?.steps?.items ?? [])
      .filter(({ id }) => differs(before.steps[id], after.steps[id]))
      .map(({ id, zh }) => ({ name: zh, before: stepWords(before.steps[id]), after: stepWords(after.steps[id]) })),
    ...(type?.fields ?? [])
      .filter(({ id }) => differs(before.fields[id], after.fields[id]))
      .map((field) => ({ name: field.zh, before: <FieldValue field={field} value={before.fields[field.id]} />, after: <FieldValue field={field} value={after.fields[field.id]} /> })),
  ];
}

const stepWords = (step: RecordRevisionView['steps'][string] | undefined) => (step ? `${dayWords(step.day)}${step.note ? ` ${step.note}` : ''}` : none);
