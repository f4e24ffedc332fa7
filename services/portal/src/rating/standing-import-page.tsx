import { Form, Input, InputNumber, Select } from 'antd';
import { useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { StandingPreview, StandingView, type Problem } from '@xingchuang/contracts';
import { request } from '../api/http.ts';
import { asProblem, localProblem, problemIn } from '../api/problem-error.ts';
import { useRead } from '../api/reading.ts';
import { FilePick } from '../evidence/file-pick.tsx';
import { useSession } from '../session/session.ts';
import { CommandForm } from '../shared/command-form.tsx';
import { DayInput } from '../shared/day-input.tsx';
import { FileButton } from '../shared/file-button.tsx';
import { Page } from '../shared/page.tsx';
import { ProblemAlert } from '../shared/problem-alert.tsx';
import { ORIGIN_WORDS } from './standings-page.tsx';

const required = [{ required: true, message: '请填写' }];

interface Filled {
  readonly name: string;
  readonly title: string;
  readonly origin: string;
  readonly area?: string;
  readonly on: string;
  readonly fileId: string;
  readonly lastCount?: number | null;
  readonly below?: string;
  readonly reason?: string;
}

/** A sheet of scores: first what is wrong with it row by row, then where it comes from, then it counts. Also for a corrected sheet. */
export function StandingImportPage() {
  const [params] = useSearchParams();
  const corrected = params.get('correct') ?? undefined;
  const [seen, setSeen] = useState<StandingPreview>();
  const [problem, setProblem] = useState<Problem>();
  const [file, setFile] = useState<File>();
  const choose = async (chosen: File) => {
    setFile(chosen);
    setSeen(undefined);
    setProblem(undefined);
    await preview(chosen).then(setSeen, (error: unknown) => setProblem(asProblem(error)));
  };
  return (
    <Page title={corrected ? '更正评价结果' : '导入评价结果'} up={{ to: '/app/assessment/ratings/standings', name: '外部评价排名' }} lead="XLSX、CSV 或 JSON，列名：编码、名称、得分、名次（编码和名次可没有）">
      <div className="card row">
        <FileButton label="选择得分表格" accept=".csv,.xlsx,.json" choose={(chosen) => void choose(chosen)}>
          选择表格
        </FileButton>
        <span className="quiet">{file ? file.name : '先试读，列出有问题的行；系统外的单位编码留空。'}</span>
      </div>
      <ProblemAlert problem={problem} />
      {seen && <Seen seen={seen} />}
      {seen && seen.faults.length === 0 && <Origin rows={seen.rows.map(({ row: _, ...rest }) => rest)} corrected={corrected} />}
    </Page>
  );
}

async function preview(file: File): Promise<StandingPreview> {
  const answer = await request('/api/assessment/standings/preview', { method: 'POST', headers: { 'content-type': 'application/octet-stream' }, body: file });
  if (!answer.ok) throw await problemIn(answer);
  const read = StandingPreview.safeParse(await answer.json());
  if (!read.success) throw localProblem('answer.unreadable');
  return read.data;
}

function Seen({ seen }: { readonly seen: StandingPreview }) {
  return (
    <>
      <p role="status" className={`alert ${seen.faults.length > 0 ? 'bad' : 'info'}`}>
        共 {seen.total} 行，{seen.faults.length > 0 ? `有 ${seen.faults.length} 处问题，请改好表格后重新选择；现在一行也没有导入` : seen.differences.length > 0 ? `有 ${seen.differences.length} 行名次与得分不符，导入后以按得分重排的名次为准，原名次保留` : '名次与得分相符'}。
      </p>
      {seen.faults.length > 0 && (
        <Table name="有问题的行" head={['行', '列', '问题']} rows={seen.faults.map((fault) => [fault.row, fault.column, fault.zh])} />
      )}
      {seen.differences.length > 0 && (
        <Table name="名次不符的行" head={['行', '名称', '原名次', '按得分']} rows={seen.differences.map((one) => [one.row, one.name, one.given, one.computed])} />
      )}
    </>
  );
}

function Table({ name, head, rows }: { readonly name: string; readonly head: readonly string[]; readonly rows: readonly (readonly (string | number)[])[] }) {
  return (
    <div className="card flush table-wrap">
      <table className="plain-table" aria-label={name}>
        <thead>
          <tr>
            {head.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, 200).map((cells, at) => (
            <tr key={at}>
              {cells.map((cell, column) => (
                <td key={column}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Origin({ rows, corrected }: { readonly rows: readonly object[]; readonly corrected: string | undefined }) {
  const { seat } = useSession();
  const navigate = useNavigate();
  const was = useRead(StandingView, corrected && `/api/assessment/standings/${corrected}`).data;
  const order = ({ lastCount, below, reason, on, fileId, ...rest }: Filled) =>
    corrected
      ? { path: `/api/assessment/standings/${corrected}/corrections`, body: { reason, on, fileId, rows }, ...(was ? { version: was.version } : {}) }
      : { path: '/api/assessment/standings', body: { ...rest, area: rest.area ?? '', on, fileId, rows, marks: { ...(lastCount ? { lastCount } : {}), ...(below ? { below } : {}) } } };
  return (
    <section className="card narrow">
      <h2>来源</h2>
      <CommandForm label="评价结果的来源" submit={corrected ? '更正' : '导入'} draft={`standing-${corrected ?? 'new'}-${seat.id}`} schema={StandingView} order={order} said={corrected ? '已更正，原结果保留' : '已导入'} done={({ id }) => void navigate(`/app/assessment/ratings/standings/${id}`)}>
        {corrected ? (
          <Form.Item name="reason" label="更正理由" rules={required}>
            <Input.TextArea autoSize={{ minRows: 1, maxRows: 6 }} maxLength={1_000} />
          </Form.Item>
        ) : (
          <>
            <Form.Item name="title" label="名称" rules={required}>
              <Input maxLength={200} placeholder="例如：上半年市场主体评议" />
            </Form.Item>
            <Form.Item name="origin" label="谁评的" rules={required}>
              <Select placeholder="请选择" options={Object.entries(ORIGIN_WORDS).map(([value, label]) => ({ value, label }))} />
            </Form.Item>
            <Form.Item name="area" label="范围">
              <Input maxLength={50} placeholder="例如：全市重点科室" />
            </Form.Item>
            <Form.Item name="name" label="指标代号" rules={[...required, { pattern: /^[a-z][a-z0-9_]{0,40}$/, message: '小写字母开头，只用小写字母、数字和下划线' }]} extra="评定办法按这个代号取名次和得分，每期相同">
              <Input maxLength={41} placeholder="例如：market_entities" />
            </Form.Item>
          </>
        )}
        <Form.Item name="on" label="评价日期" rules={required}>
          <DayInput />
        </Form.Item>
        <Form.Item name="fileId" label="原始文件" rules={[{ required: true, message: '请选择原始文件' }]} extra="先在“档案”上传评价结果的原件">
          <OneFile unitId={seat.unitId} />
        </Form.Item>
        {!corrected && (
          <div className="row" style={{ alignItems: 'start' }}>
            <Form.Item name="lastCount" label="标出末几名">
              <InputNumber min={1} max={1_000} placeholder="例如 10" />
            </Form.Item>
            <Form.Item name="below" label="末位低于几分另标">
              <Input style={{ width: 140 }} placeholder="例如 75" />
            </Form.Item>
          </div>
        )}
      </CommandForm>
    </section>
  );
}

function OneFile({ unitId, value, onChange }: { readonly unitId: string; readonly value?: string; readonly onChange?: (id: string | undefined) => void }) {
  return <FilePick unitId={unitId} chosen={value ? [value] : []} onChange={(ids) => onChange?.(ids.at(-1))} />;
}
