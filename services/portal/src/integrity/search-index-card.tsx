import { Button, Progress } from 'antd';
import { useQuery } from '@tanstack/react-query';
import { SearchRebuildView } from '@xingchuang/contracts';
import { useCommand } from '../api/command.ts';
import { get } from '../api/http.ts';
import { momentWords } from '../shared/day-words.ts';
import { ProblemAlert, Reading } from '../shared/problem-alert.tsx';

const PATH = '/api/evidence/search/rebuild';
const LOOK_AGAIN_MS = 1_000;

/** Makes the index of the full-text search anew, and shows how far that is, whoever began it. */
export function SearchIndexCard() {
  const rebuild = useQuery({
    queryKey: [PATH],
    queryFn: ({ signal }) => get(SearchRebuildView, PATH, {}, signal),
    refetchInterval: ({ state }) => (state.data?.state === 'running' ? LOOK_AGAIN_MS : false),
  });
  const command = useCommand(SearchRebuildView);
  return (
    <section className="card stack" aria-label="查找索引">
      <div className="row between">
        <div>
          <h2>查找索引</h2>
          <p className="quiet">“查找”结果不全或与材料不符时重建。重建期间照常使用。</p>
        </div>
        <Button disabled={rebuild.data?.state === 'running'} loading={command.busy} onClick={() => command.give({ path: PATH })}>
          重建索引
        </Button>
      </div>
      <ProblemAlert problem={command.problem} />
      <Reading read={rebuild}>{(data) => <HowFar of={data} />}</Reading>
    </section>
  );
}

function HowFar({ of: { state, done, total, startedAt, endedAt } }: { readonly of: SearchRebuildView }) {
  if (state === 'never') return <p className="quiet">没有重建过；新的材料和台账自动编入索引。</p>;
  if (state === 'done') return <p>{`上次重建：${endedAt ? momentWords(endedAt) : ''}完成，共 ${done} 项。`}</p>;
  return (
    <div role="status">
      <p>{`正在重建，${startedAt ? momentWords(startedAt) : ''}开始，已处理 ${done} 项，约 ${total} 项。可以离开本页，重建会继续。`}</p>
      <Progress percent={total === 0 ? 0 : Math.min(99, Math.round((done / total) * 100))} aria-label="进度" />
    </div>
  );
}
