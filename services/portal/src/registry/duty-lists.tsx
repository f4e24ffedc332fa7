import { Link } from 'react-router';
import { RecordPage, type UnitView } from '@xingchuang/contracts';
import { useList } from '../api/reading.ts';
import { useMay } from '../session/session.ts';
import { dayWords } from '../shared/day-words.ts';

/** Duty lists of the unit and of its posts, as its registers hold them. */
export function DutyLists({ unit }: { readonly unit: UnitView }) {
  const may = useMay();
  const at = may('record.read') ? '/api/evidence/records' : undefined;
  const own = useList(RecordPage, at, { unitId: unit.id, type: 'duty_list' });
  const ofPosts = useList(RecordPage, at, { unitId: unit.id, type: 'post_duty_list' });
  const lists = [...own.items, ...ofPosts.items];
  if (!at || own.error || ofPosts.error) return null;
  return (
    <section className="card" aria-labelledby="duty-lists">
      <h2 id="duty-lists">责任清单</h2>
      {lists.length === 0 ? (
        <p className="quiet">还没有登记责任清单。</p>
      ) : (
        <ul className="stack tight">
          {lists.map(({ id, title, day }) => (
            <li key={id}>
              <Link to={`/app/evidence/records/${id}`}>{title}</Link> <span className="quiet small">{dayWords(day)}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
