import { Button, Form, Input } from 'antd';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { IndicatorImportView, IndicatorPreview, type Problem } from '@xingchuang/contracts';
import { request } from '../api/http.ts';
import { asProblem, localProblem, problemIn } from '../api/problem-error.ts';
import { useSession } from '../session/session.ts';
import { CommandForm } from '../shared/command-form.tsx';
import { DayInput } from '../shared/day-input.tsx';
import { FileButton } from '../shared/file-button.tsx';
import { Page } from '../shared/page.tsx';
import { ProblemAlert } from '../shared/problem-alert.tsx';

const required = [{ required: true, message: '请填写' }];
/** So many rows are shown; all of them are taken. */
const MOST_SHOWN = 200;
const wordsOf = (value: boolean | number | string): string => (typeof value === 'boolean' ? (value ? '是' : '否') : String(value));

/** Values of an indicator, from a table or typed in: first what would come of them row by row, then where they come from, then they count. */
export function IndicatorImportPage() {
  const [seen, setSeen] = useState<IndicatorPreview>();
  const [problem, setProblem] = useState<Problem>();
  const [typed, setTyped] = useState('');
  const [busy, setBusy] = useState(false);
  const read = async (sheet: Blob | undefined) => {
    if (!sheet) return;
    setSeen(undefined);
    setProblem(undefined);
    setBusy(true);
    await preview(sheet).then(setSeen, (error: unknown) => setProblem(asProblem(error)));
    setBusy(false);
  };
  return (
    <Page title="录入或导入指标" up={{ to: '/app/assessment/ratings/indicators', name: '指标' }} lead="XLSX、CSV 或 JSON，列名：编码、名称、值（名称可没有）；也可以直接填写">
      <div className="card stack">
        <div className="row">
          <FileButton label="选择指标表格" accept=".csv,.xlsx,.json" loading={busy} choose={(file) => void read(file)}>
            选择表格
          </FileButton>
          <span className="quiet">先试读，列出有问题的行，一行也不会导入。</span>
        </div>
        <label>
          或者直接填写，每行一个单位
          <Input.TextArea value={typed} onChange={(event) => setTyped(event.target.value)} autoSize={{ minRows: 3, maxRows: 12 }} placeholder={'单位编码,值\nB01,85.5'} />
        </label>
        <div>
          <Button disabled={typed.trim() === ''} loading={busy} onClick={() => void read(new Blob([`编码,值\n${typed.replaceAll('，', ',').replaceAll('\t', ',')}\n`]))}>
            试读填写的内容
          </Button>
        </div>
      </div>
      <ProblemAlert problem={problem} />
      {seen && <Seen seen={seen} />}
      {seen && seen.faults.length === 0 && <Origin rows={seen.rows.map(({ code, value }) => ({ code, value }))} />}
    </Page>
  );
}

async function preview(sheet: Blob): Promise<IndicatorPreview> {
  const answer = await request('/api/assessment/indicators/preview', { method: 'POST', headers: { 'content-type': 'application/octet-stream' }, body: sheet });
  if (!answer.ok) throw await problemIn(answer);
  const read = IndicatorPreview.safeParse(await answer.json());
  if (!read.success) throw localProblem('answer.unreadable');
  return read.data;
}

function Seen({ seen: { rows, faults } }: { readonly seen: IndicatorPreview }) {
  return (
    <>
      <p role="status" className={`alert ${faults.length > 0 ? 'bad' : 'info'}`}>
        {faults.length > 0 ? `有 ${faults.length} 处问题，请改好后重新试读；现在一行也没有导入` : `${rows.length} 个单位，没有问题`}
      </p>
      <div className="card flush table-wrap">
        {faults.length > 0 ? (
          <table className="plain-table" aria-label="有问题的行">
            <thead>
              <tr>
                <th scope="col">行</th>
                <th scope="col">列</th>
                <th scope="col">问题</th>
              </tr>
            </thead>
            <tbody>
              {faults.slice(0, MOST_SHOWN).map((fault, at) => (
                <tr key={at}>
                  <td>{fault.row}</td>
                  <td>{fault.column}</td>
                  <td>{fault.zh}</td>
                </tr>
              ))}
            </tbody>
          </table>
        ) : (
          <table className="plain-table" aria-label="将导入的数值">
            <thead>
              <tr>
                <th scope="col">编码</th>
                <th scope="col">单位</th>
                <th scope="col">值</th>
              </tr>
            </thead>
            <tbody>
              {rows.slice(0, MOST_SHOWN).map(({ row, code, unitName, value }) => (
                <tr key={row}>
                  <td>{code}</td>
                  <td>{unitName}</td>
                  <td>{wordsOf(value)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </div>
      {Math.max(rows.length, faults.length) > MOST_SHOWN && <p className="quiet">只显示前 {MOST_SHOWN} 行。</p>}
    </>
  );
}

function Origin({ rows }: { readonly rows: readonly object[] }) {
  const { seat } = useSession();
  const navigate = useNavigate();
  return (
    <section className="card narrow">
      <h2>来源</h2>
      <CommandForm
        label="指标的来源"
        submit="导入"
        draft={`indicator-${seat.id}`}
        schema={IndicatorImportView}
        order={(given: { title: string; name: string; on: string; source: string }) => ({ path: '/api/assessment/indicators', body: { ...given, rows } })}
        said="已导入"
        done={() => void navigate('/app/assessment/ratings/indicators')}
      >
        <Form.Item name="title" label="名称" rules={required}>
          <Input maxLength={200} placeholder="例如：年度综合考核得分" />
        </Form.Item>
        <Form.Item name="name" label="指标代号" rules={[...required, { pattern: /^[a-z][a-z0-9_]{0,40}$/, message: '小写字母开头，只用小写字母、数字和下划线' }]} extra="评定办法按这个代号取数，每期相同">
          <Input maxLength={41} placeholder="例如：annual_score" />
        </Form.Item>
        <Form.Item name="on" label="数值日期" rules={required} extra="考评期内最近一天的数值有效；同一天再次导入即为更正">
          <DayInput />
        </Form.Item>
        <Form.Item name="source" label="出处" rules={required}>
          <Input maxLength={300} placeholder="文件名称、文号或统计报表" />
        </Form.Item>
      </CommandForm>
    </section>
  );
}
