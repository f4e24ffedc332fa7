import { Button } from 'antd';
import { useRef, useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { UnitImportView, type Problem } from '@xingchuang/contracts';
import { request } from '../api/http.ts';
import { readAgain } from '../api/command.ts';
import { asProblem, localProblem, problemIn } from '../api/problem-error.ts';
import { Page } from '../shared/page.tsx';
import { ProblemAlert } from '../shared/problem-alert.tsx';
import { useUnitKinds } from './kinds.ts';

/** Units from a table: first a look at what would come of it, row by row, then the import, all or nothing. */
export function UnitImportPage() {
  const [file, setFile] = useState<File>();
  const [seen, setSeen] = useState<UnitImportView>();
  const [problem, setProblem] = useState<Problem>();
  const [busy, setBusy] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const queries = useQueryClient();

  const give = async (chosen: File, dryRun: boolean) => {
    setBusy(true);
    setProblem(undefined);
    try {
      setSeen(await importUnits(chosen, dryRun));
      if (!dryRun) readAgain(queries);
    } catch (error) {
      setProblem(asProblem(error));
    } finally {
      setBusy(false);
    }
  };
  const choose = (chosen: File | undefined) => {
    setFile(chosen);
    setSeen(undefined);
    if (chosen) void give(chosen, true);
  };
  return (
    <Page
      title="导入单位"
      up={{ to: '/app/units', name: '组织' }}
      lead="CSV 或 XLSX，列名：编码、名称、类型、上级编码，可另有成立日期"
    >
      <div className="card row">
        <Button onClick={() => input.current?.click()} loading={busy && seen === undefined}>
          选择表格
        </Button>
        <input
          ref={input}
          className="hidden-input"
          type="file"
          accept=".csv,.xlsx"
          aria-label="选择单位表格"
          tabIndex={-1}
          onChange={(event) => (choose(event.target.files?.[0]), (event.target.value = ''))}
        />
        <span className="quiet">{file ? file.name : '先试读，列出有问题的行，确认后再导入。'}</span>
      </div>
      <ProblemAlert problem={problem} />
      {seen && <Seen seen={seen} />}
      {seen?.dryRun && seen.faults.length === 0 && file && (
        <div>
          <Button type="primary" loading={busy} onClick={() => void give(file, false)}>
            导入 {seen.opened} 个单位
          </Button>
        </div>
      )}
    </Page>
  );
}

async function importUnits(file: File, dryRun: boolean): Promise<UnitImportView> {
  const answer = await request(`/api/registry/units/import?dryRun=${dryRun}`, {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream' },
    body: file,
  });
  if (!answer.ok) throw await problemIn(answer);
  const read = UnitImportView.safeParse(await answer.json());
  if (!read.success) throw localProblem('answer.unreadable');
  return read.data;
}

function Seen({ seen }: { readonly seen: UnitImportView }) {
  const kinds = useUnitKinds();
  if (!seen.dryRun) {
    return (
      <p className="alert info" role="status">
        已导入 {seen.opened} 个单位。
      </p>
    );
  }
  return (
    <>
      <p role="status" className={`alert ${seen.faults.length > 0 ? '' : 'info'}`}>
        共 {seen.total} 行，
        {seen.faults.length > 0
          ? `有 ${seen.faults.length} 处问题，请改好表格后重新选择；现在一行也没有导入`
          : `可导入 ${seen.opened} 个单位`}
        。
      </p>
      {seen.faults.length > 0 && (
        <div className="card flush table-wrap">
          <table className="plain-table" aria-label="有问题的行">
            <thead>
              <tr>
                <th scope="col">行</th>
                <th scope="col">列</th>
                <th scope="col">问题</th>
              </tr>
            </thead>
            <tbody>
              {seen.faults.map((fault, i) => (
                <tr key={i}>
                  <td>{fault.row}</td>
                  <td>{COLUMNS[fault.field] ?? fault.field}</td>
                  <td>{fault.zh}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <div className="card flush table-wrap">
        <table className="plain-table" aria-label="读到的内容">
          <thead>
            <tr>
              <th scope="col">行</th>
              <th scope="col">编码</th>
              <th scope="col">名称</th>
              <th scope="col">类型</th>
              <th scope="col">上级编码</th>
            </tr>
          </thead>
          <tbody>
            {seen.preview.map((row) => (
              <tr key={row.row}>
                <td>{row.row}</td>
                <td>{row.code}</td>
                <td>{row.name}</td>
                <td>{kinds.find(({ kind }) => kind === row.kind)?.zh ?? row.kind}</td>
                <td>{row.parentCode}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

const COLUMNS: Readonly<Record<string, string>> = {
  code: '编码',
  name: '名称',
  kind: '类型',
  parentCode: '上级编码',
  openedOn: '成立日期',
};
