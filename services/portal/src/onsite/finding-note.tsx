import { useId, useState } from 'react';
import type { FormItem, VisitDetail } from '@xingchuang/contracts';
import { useSay } from '../shared/say.ts';
import type { Book } from './book.ts';

/** Notes a problem found at an item; it goes to rectification when the visit is filed. */
export function FindingNote({
  item,
  visit,
  book,
}: {
  readonly item: FormItem;
  readonly visit: VisitDetail;
  readonly book: Book;
}) {
  const [isOpen, setOpen] = useState(false);
  const [title, setTitle] = useState('');
  const id = useId();
  const say = useSay();
  if (!isOpen)
    return (
      <button type="button" className="tool" onClick={() => setOpen(true)}>
        记问题
      </button>
    );
  const keep = async () => {
    await book.note(visit.id, { what: 'finding', itemId: item.id, title: title.trim(), detail: '' });
    setTitle('');
    setOpen(false);
    say('问题已记下，提交反馈时转入整改');
  };
  return (
    <div style={{ width: '100%' }}>
      <label htmlFor={id}>发现的问题</label>
      <div className="answer" style={{ marginTop: 4 }}>
        <textarea id={id} rows={2} maxLength={200} value={title} onChange={(event) => setTitle(event.target.value)} />
      </div>
      <div className="answer">
        <button type="button" className="pick" onClick={() => setOpen(false)}>
          取消
        </button>
        <button
          type="button"
          className="pick"
          aria-pressed={title.trim() !== ''}
          disabled={title.trim() === ''}
          onClick={() => void keep()}
        >
          记下
        </button>
      </div>
    </div>
  );
}
