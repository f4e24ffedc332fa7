import { useQuery } from '@tanstack/react-query';
import { LadderDocumentList, type LadderDocumentView } from '@xingchuang/contracts';
import { get } from '../api/http.ts';
import { dayWords } from '../shared/day-words.ts';
import { State } from '../shared/page.tsx';

const PATH = '/api/rectification/documents';
/** A document takes a moment to be drawn. */
const AGAIN_MS = 2_000;

/** The documents that a rung or a step called for, as the system drew them; nothing where there is none. */
export function DocumentsCard({ of: objectId }: { readonly of: string }) {
  const { data } = useQuery({
    queryKey: [PATH, { objectId }],
    queryFn: ({ signal }) => get(LadderDocumentList, PATH, { objectId }, signal),
    refetchInterval: ({ state }) => (state.data?.items.some((one) => one.state === 'coming') ? AGAIN_MS : false),
  });
  if (!data || data.items.length === 0) return null;
  return (
    <section className="card">
      <h2>文书</h2>
      <ul className="lines" aria-label="文书">
        {data.items.map((one) => (
          <li key={one.id}>
            <div className="main">
              <span className="title">{one.title}</span>
              <p className="quiet">{one.clause}</p>
              <p className="quiet small">{`${dayWords(one.day)}起草，由发文单位核定用印`}</p>
            </div>
            <div className="side">
              <File of={one} />
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

function File({ of: { id, title, state, fault } }: { readonly of: LadderDocumentView }) {
  if (state === 'impossible') return <State tone="bad">{`无法生成：${fault}`}</State>;
  if (state === 'coming') return <State>正在生成</State>;
  return (
    <a href={`${PATH}/${id}/file`} target="_blank" rel="noreferrer" aria-label={`下载${title}（PDF）`}>
      下载 PDF
    </a>
  );
}
