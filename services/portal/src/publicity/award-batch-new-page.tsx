import { Button, Checkbox } from 'antd';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { AwardBatchView, CandidateList, type CandidateView } from '@xingchuang/contracts';
import { useCommand } from '../api/command.ts';
import { useRead } from '../api/reading.ts';
import { drafts } from '../shared/draft.ts';
import { LongList } from '../shared/long-list.tsx';
import { Nothing, Page } from '../shared/page.tsx';
import { ProblemAlert, Reading } from '../shared/problem-alert.tsx';
import { CampaignSelect, useCampaignChoice } from './areas.tsx';

/** Picks settled units of a round, all of them or some; numbers and documents then come by themselves. */
export function AwardBatchNewPage() {
  const choice = useCampaignChoice();
  const candidates = useRead(CandidateList, choice.id && `/api/publicity/campaigns/${choice.id}/candidates`);
  return (
    <Page title="批量颁发" up={{ to: '/app/publicity/awards', name: '证书和牌匾' }} lead="给已定级的单位一次编号、制作证书或牌匾图样">
      <div className="card">
        <CampaignSelect {...choice} />
      </div>
      {choice.id && <Reading read={candidates}>{({ items }) => <Pick key={choice.id} campaignId={choice.id!} settled={items.filter(({ state, awardDue }) => state === 'settled' && awardDue)} />}</Reading>}
    </Page>
  );
}

/** Units that are left out, until the batch is given. */
interface Kept {
  readonly left: readonly string[];
}

function Pick({ campaignId, settled }: { readonly campaignId: string; readonly settled: readonly CandidateView[] }) {
  const navigate = useNavigate();
  const key = `award-batch-${campaignId}`;
  const [left, setLeft] = useState<ReadonlySet<string>>(() => new Set(drafts.find<Kept>(key)?.left));
  const leave = (units: readonly string[]) => {
    setLeft(new Set(units));
    drafts.save(key, { left: units } satisfies Kept);
  };
  const start = useCommand(AwardBatchView, ({ id }) => {
    drafts.remove(key);
    void navigate(`/app/publicity/award-batches/${id}`);
  });
  const chosen = settled.filter(({ unitId }) => !left.has(unitId));
  const toggle = (unitId: string) => leave(left.has(unitId) ? [...left].filter((one) => one !== unitId) : [...left, unitId]);
  if (settled.length === 0) return <Nothing title="没有等待颁发的单位">公示后确认的已自动颁发；其余定级后出现在这里。</Nothing>;
  return (
    <section className="card stack" aria-label="颁发单位">
      <Checkbox
        checked={chosen.length === settled.length}
        indeterminate={chosen.length > 0 && chosen.length < settled.length}
        onChange={() => leave(chosen.length === settled.length ? settled.map(({ unitId }) => unitId) : [])}
      >
        {`全部 ${settled.length} 个单位`}
      </Checkbox>
      <div className="card flush" style={{ maxHeight: 420, overflow: 'auto', margin: 0 }}>
        <LongList of={settled} label="单位" keyOf={({ unitId }) => unitId} className="lines close">
          {(one) => (
            <Checkbox checked={!left.has(one.unitId)} onChange={() => toggle(one.unitId)}>
              {one.unitName} <span className="quiet small">{one.levelName}</span>
            </Checkbox>
          )}
        </LongList>
      </div>
      <ProblemAlert problem={start.problem} />
      <div>
        <Button
          type="primary"
          loading={start.busy}
          disabled={chosen.length === 0}
          onClick={() => start.give({ path: '/api/publicity/award-batches', body: { campaignId, unitIds: chosen.map(({ unitId }) => unitId) } })}
        >
          {`颁发 ${chosen.length} 份`}
        </Button>
      </div>
    </section>
  );
}
