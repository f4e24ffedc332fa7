import { Link } from 'react-router';
import type { SearchHit } from '@xingchuang/contracts';
import { typeWords } from '../evidence/file-line.tsx';
import { useRecordTypes } from '../evidence/record-types.ts';
import { UnitName } from '../registry/unit-name.tsx';
import { dayWords } from '../shared/day-words.ts';
import { State } from '../shared/page.tsx';
import { flagWord } from './flag-words.ts';
import { Marked } from './marked.tsx';
import '../evidence/evidence.css';

/** Where a hit is opened. */
export const targetOf = ({ kind, id }: SearchHit): string => `/app/evidence/${kind === 'file' ? 'files' : 'records'}/${id}`;

export function HitThumb({ hit }: { readonly hit: SearchHit }) {
  if (hit.kind === 'record') return <span className="thumb">台账</span>;
  if (!hit.hasThumbnail) return <span className="thumb">{typeWords(hit.type)}</span>;
  return <img className="thumb" src={`/api/evidence/files/${hit.id}/thumbnail`} alt="" loading="lazy" width="48" height="48" />;
}

/** What a list tells of something found: what it is, where the words stand in it. */
export function HitLine({ hit, unit }: { readonly hit: SearchHit; readonly unit: boolean }) {
  const types = useRecordTypes();
  const sort = hit.kind === 'file' ? typeWords(hit.type) : (types.find(({ id }) => id === hit.type)?.zh ?? hit.type);
  return (
    <>
      <HitThumb hit={hit} />
      <div className="main">
        <Link className="title" to={targetOf(hit)}>
          <Marked of={hit.title} />
        </Link>
        {hit.snippets.map((snippet, index) => (
          <p key={index} className="snippet">
            <Marked of={snippet} />
          </p>
        ))}
        <p className="quiet small">
          {unit && (
            <>
              <UnitName id={hit.unitId} /> ·{' '}
            </>
          )}
          {sort}
          {hit.tasks.length > 0 && ` · 已关联 ${hit.tasks.length} 项任务`}
        </p>
      </div>
      <div className="side">
        {hit.flags.map((flag) => (
          <State key={flag} tone="due">
            {flagWord(flag)}
          </State>
        ))}
        <span className="nowrap">{dayWords(hit.day)}</span>
      </div>
    </>
  );
}
