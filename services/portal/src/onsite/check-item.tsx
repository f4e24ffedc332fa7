import { useId, useState } from 'react';
import { VERB_NAMES, type FormItem, type VisitDetail } from '@xingchuang/contracts';
import type { Book } from './book.ts';
import type { KeptEntry } from './book-db.ts';
import { CheckPhotos, TakePhoto } from './check-photos.tsx';
import { FindingNote } from './finding-note.tsx';
import { faultOf, shownAnswer } from './sheet-state.ts';

interface CheckItemProps {
  readonly item: FormItem;
  readonly visit: VisitDetail;
  readonly notes: readonly KeptEntry[];
  readonly over: string | undefined;
  readonly book: Book;
  readonly locked: boolean;
}

/** One item of the form, made for a thumb: its answer, photos, a remark, and what was found. */
export function CheckItem({ item, visit, notes, over, book, locked }: CheckItemProps) {
  const shown = shownAnswer(visit, item.id, notes);
  const [remarks, setRemarks] = useState(false);
  const id = useId();
  const put = (value: string, note: string) =>
    void book.note(visit.id, { what: 'answer', itemId: item.id, base: shown.version, value, note });
  const fault = faultOf(item, shown.value);
  return (
    <section className="item" aria-labelledby={id}>
      <h3 id={id}>
        {item.verb && <span className="verb">{VERB_NAMES[item.verb].zh}</span>}
        {item.zh}
        {item.optional && <span className="quiet small">（选填）</span>}
      </h3>
      {item.help && <p className="help">{item.help}</p>}
      <Answer
        item={item}
        labelledBy={id}
        value={shown.value}
        put={(value) => put(value, shown.note)}
        isFaulty={fault !== ''}
        locked={locked}
      />
      {fault && <p className="fault">{fault}</p>}
      {shown.refusal && (
        <p className="fault" role="alert">
          没有上传：{shown.refusal}
        </p>
      )}
      {over !== undefined && <p className="fault">另一位检查人员先填了“{wordsOf(over)}”，现以您填的为准，两次填写都已留存。</p>}
      <CheckPhotos item={item} visit={visit} photos={shown.photos} notes={notes} book={book} locked={locked} />
      {(remarks || shown.note !== '') && (
        <div className="answer">
          <Typed label={`${item.zh}的备注`} value={shown.note} put={(note) => put(shown.value, note)} locked={locked} rows />
        </div>
      )}
      {!locked && (
        <div className="extras">
          <TakePhoto item={item} visit={visit} book={book} isMissing={item.photo && shown.photos.length === 0} />
          {!remarks && shown.note === '' && item.kind !== 'text' && (
            <button type="button" className="tool" onClick={() => setRemarks(true)}>
              备注
            </button>
          )}
          <FindingNote item={item} visit={visit} book={book} />
        </div>
      )}
      <Findings itemId={item.id} visit={visit} notes={notes} />
    </section>
  );
}

const wordsOf = (value: string): string => (value === 'yes' ? '是' : value === 'no' ? '否' : value || '空');

interface AnswerProps {
  readonly item: FormItem;
  readonly labelledBy: string;
  readonly value: string;
  readonly put: (value: string) => void;
  readonly isFaulty: boolean;
  readonly locked: boolean;
}

function Answer({ item, labelledBy, value, put, isFaulty, locked }: AnswerProps) {
  switch (item.kind) {
    case 'yes-no':
      return (
        <div className="answer" role="group" aria-labelledby={labelledBy}>
          {(['yes', 'no'] as const).map((one) => (
            <button
              key={one}
              type="button"
              className="pick"
              aria-pressed={value === one}
              disabled={locked}
              onClick={() => put(one)}
            >
              {one === 'yes' ? '是' : '否'}
              {one === 'yes' && item.most && <span className="small">（{item.most} 分）</span>}
            </button>
          ))}
        </div>
      );
    case 'score':
      return (
        <div className="answer">
          <Typed label={item.zh} value={value} put={put} locked={locked} decimal isFaulty={isFaulty} />
          <span className="unit">/ {item.most} 分</span>
          <button
            type="button"
            className="pick"
            style={{ flex: 'none', width: 72 }}
            aria-pressed={value === item.most}
            disabled={locked}
            onClick={() => put(item.most!)}
          >
            满分
          </button>
        </div>
      );
    case 'count':
      return (
        <div className="answer">
          <Typed label={item.zh} value={value} put={put} locked={locked} decimal isFaulty={isFaulty} />
          <span className="unit">次（个）</span>
        </div>
      );
    case 'text':
      return (
        <div className="answer">
          <Typed label={item.zh} value={value} put={put} locked={locked} rows />
        </div>
      );
  }
}

interface TypedProps {
  readonly label: string;
  readonly value: string;
  readonly put: (value: string) => void;
  readonly locked: boolean;
  readonly decimal?: boolean;
  readonly rows?: boolean;
  readonly isFaulty?: boolean;
}

/** What is typed is a note at each stroke: nothing waits for a button. */
function Typed({ label, value, put, locked, decimal = false, rows = false, isFaulty = false }: TypedProps) {
  const [typed, setTyped] = useState(value);
  const [isHere, setHere] = useState(false);
  const field = {
    'aria-label': label,
    'aria-invalid': isFaulty,
    value: isHere ? typed : value, // somebody else may have changed it; what is being typed is never overwritten
    disabled: locked,
    onFocus: () => {
      setTyped(value);
      setHere(true);
    },
    onBlur: () => setHere(false),
    onChange: (event: { target: { value: string } }) => {
      setTyped(event.target.value);
      put(event.target.value.trim());
    },
  };
  return rows ? (
    <textarea {...field} rows={3} maxLength={2_000} />
  ) : (
    <input {...field} inputMode={decimal ? 'decimal' : 'text'} autoComplete="off" maxLength={10} />
  );
}

/** What was found at this item, uploaded or not. */
function Findings({
  itemId,
  visit,
  notes,
}: {
  readonly itemId: string;
  readonly visit: VisitDetail;
  readonly notes: readonly KeptEntry[];
}) {
  const here = visit.findings.filter((finding) => finding.itemId === itemId);
  const local = notes.flatMap(({ entry }) => (entry.what === 'finding' && entry.itemId === itemId ? [entry] : []));
  if (here.length + local.length === 0) return null;
  return (
    <ul aria-label="发现的问题" style={{ marginTop: 8 }}>
      {[...here, ...local].map(({ id, title }) => (
        <li key={id} className="words">
          <strong>问题：</strong>
          {title}
        </li>
      ))}
    </ul>
  );
}
