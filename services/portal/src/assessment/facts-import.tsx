import { useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { FactsImported, FactsTableView, SchemeDetail, type CampaignView, type Problem } from '@xingchuang/contracts';
import { readAgain, useCommand } from '../api/command.ts';
import { request } from '../api/http.ts';
import { asProblem, localProblem, problemIn } from '../api/problem-error.ts';
import { useRead } from '../api/reading.ts';
import { FileButton } from '../shared/file-button.tsx';
import { ProblemAlert } from '../shared/problem-alert.tsx';
import { useSay } from '../shared/say.ts';
import { FactsFill } from './facts-fill.tsx';

const MOST_SHOWN = 200;
const MAIN_SHEET = '事实';

interface Facts {
  readonly unit: string;
  readonly facts: unknown;
  readonly refs?: unknown;
}

/** Facts of many units: a table goes out, comes back filled, is looked through row by row, and is then taken whole or not at all. */
export function FactsImport({ campaign: { id: campaignId, schemeId, schemeVersion } }: { readonly campaign: CampaignView }) {
  const say = useSay();
  const queries = useQueryClient();
  const path = `/api/assessment/campaigns/${campaignId}/facts`;
  const named = useRead(SchemeDetail, `/api/assessment/schemes/${schemeId}/${schemeVersion}`, {}, 3_600).data?.catalogue.facts;
  const [table, setTable] = useState<{ readonly file: File; readonly key: string; readonly seen: FactsTableView }>();
  const [problem, setProblem] = useState<Problem>();
  const [isBusy, setBusy] = useState(false);
  const command = useCommand(FactsImported, ({ taken }) => say(`已录入 ${taken} 个单位的事实`));
  const during = async (work: () => Promise<void>) => {
    setBusy(true);
    setProblem(undefined);
    await work().catch((error: unknown) => setProblem(asProblem(error)));
    setBusy(false);
  };
  const choose = (file: File) =>
    during(async () => {
      setTable(undefined);
      if (file.name.toLowerCase().endsWith('.json')) return command.give({ path: `${path}/import`, body: { units: await factsIn(file) } });
      setTable({ file, key: crypto.randomUUID(), seen: await send(`${path}/table?dryRun=true`, file, crypto.randomUUID()) });
    });
  const take = ({ file, key }: NonNullable<typeof table>) =>
    during(async () => {
      const { taken } = await send(`${path}/table`, file, key);
      setTable(undefined);
      say(`已录入 ${taken} 个单位的事实`);
      readAgain(queries);
    });
  return (
    <section className="card" aria-labelledby="facts-import">
      <div className="row between">
        <div>
          <h2 id="facts-import">考评事实</h2>
          <p className="quiet small">可逐个单位在其页面录入，也可以下载表格（已有的事实已填好），填写后一次导入；有一处不对就全部不录。有来源的事实由系统核取，不必填写。</p>
        </div>
        <div className="row">
          <FactsFill campaignId={campaignId} nameOf={(fact) => named?.[fact]?.zh ?? fact} />
          <Button href={`${path}/table`} download>
            下载表格
          </Button>
          <Button href={`${path}/table?format=csv`} download>
            下载 CSV
          </Button>
          <FileButton label="选择事实表格" accept=".xlsx,.csv,.json" loading={isBusy || command.busy} choose={(file) => void choose(file)}>
            导入表格
          </FileButton>
        </div>
      </div>
      <ProblemAlert problem={problem ?? command.problem} />
      {table && <Seen name={table.file.name} seen={table.seen} isBusy={isBusy} take={() => void take(table)} leave={() => setTable(undefined)} />}
    </section>
  );
}

async function send(path: string, file: File, key: string): Promise<FactsTableView> {
  const answer = await request(path, { method: 'POST', headers: { 'content-type': 'application/octet-stream', 'idempotency-key': key }, body: file });
  if (!answer.ok) throw await problemIn(answer);
  const read = FactsTableView.safeParse(await answer.json());
  if (!read.success) throw localProblem('answer.unreadable', answer.status);
  return read.data;
}

/** A facts file as `xingchuang decide` takes it. */
async function factsIn(file: File): Promise<Facts[]> {
  try {
    const { units } = JSON.parse(await file.text()) as { units: readonly Facts[] };
    return units.map(({ unit, facts, refs }) => ({ unit, facts, ...(refs ? { refs } : {}) }));
  } catch {
    throw localProblem('facts.no-file');
  }
}

interface SeenProps {
  readonly name: string;
  readonly seen: FactsTableView;
  readonly isBusy: boolean;
  readonly take: () => void;
  readonly leave: () => void;
}

function Seen({ name, seen: { rows, changed, faults }, isBusy, take, leave }: SeenProps) {
  const isFine = faults.length === 0;
  return (
    <div className="stack" style={{ marginTop: 12 }}>
      <p role="status" className={`alert ${isFine ? 'info' : 'bad'}`}>
        {name}：共 {rows} 行，{isFine ? (changed === 0 ? '与现有的事实相同' : `将改动 ${changed} 个单位的事实`) : `有 ${faults.length} 处问题，请改好表格后重新选择；现在一个单位也没有录入`}。
      </p>
      {!isFine && (
        <div>
          <ul aria-label="有问题的地方">
            {faults.slice(0, MOST_SHOWN).map(({ sheet, row, column, zh }, at) => (
              <li key={at}>
                <strong>
                  {sheet === MAIN_SHEET ? '' : `${sheet} `}第 {row} 行
                </strong>{' '}
                {column && <span className="quiet">{column} </span>}
                {zh}
              </li>
            ))}
          </ul>
          {faults.length > MOST_SHOWN && <p className="quiet small">只列出前 {MOST_SHOWN} 处。</p>}
        </div>
      )}
      <div className="row">
        {isFine && changed > 0 && (
          <Button type="primary" loading={isBusy} onClick={take}>
            录入
          </Button>
        )}
        <Button onClick={leave}>{isFine ? '取消' : '知道了'}</Button>
      </div>
    </div>
  );
}
