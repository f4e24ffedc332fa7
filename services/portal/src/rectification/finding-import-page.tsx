import { Button, Form, Select } from 'antd';
import { useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { FindingImportView, SchemeList, type Problem } from '@xingchuang/contracts';
import { readAgain } from '../api/command.ts';
import { ask } from '../api/http.ts';
import { asProblem } from '../api/problem-error.ts';
import { useList } from '../api/reading.ts';
import { FileButton } from '../shared/file-button.tsx';
import { Page } from '../shared/page.tsx';
import { ProblemAlert } from '../shared/problem-alert.tsx';
import { FaultTable } from './fault-table.tsx';

const COLUMNS: Readonly<Record<string, string>> = { unitCode: '单位编码', aspect: '方面', category: '类型', title: '问题', detail: '具体情况', origin: '来源', reference: '来源编号', foundOn: '发现日期' };

/** Supervision items of another system: first a look at what would come of the table, row by row, then all rows or none. */
export function FindingImportPage() {
  const schemes = useList(SchemeList, '/api/assessment/schemes').items;
  const [chosen, setChosen] = useState<string>();
  const [file, setFile] = useState<File>();
  const [seen, setSeen] = useState<FindingImportView>();
  const [problem, setProblem] = useState<Problem>();
  const [busy, setBusy] = useState(false);
  const queries = useQueryClient();
  const schemeId = chosen ?? schemes[0]?.id;

  const give = async (table: File, scheme: string, dryRun: boolean) => {
    setBusy(true);
    setProblem(undefined);
    try {
      setSeen(await ask(FindingImportView, `/api/rectification/findings/imports?${new URLSearchParams({ schemeId: scheme, dryRun: String(dryRun) })}`, table));
      if (!dryRun) readAgain(queries);
    } catch (error) {
      setProblem(asProblem(error));
    } finally {
      setBusy(false);
    }
  };
  const look = (table: File | undefined, scheme: string | undefined) => {
    setFile(table);
    setChosen(scheme);
    setSeen(undefined);
    if (table && scheme) void give(table, scheme, true);
  };
  return (
    <Page title="导入督查问题" up={{ to: '/app/rectification/findings', name: '问题台账' }} lead="CSV 或 XLSX，列名：单位编码、方面、问题、来源、发现日期，可另有类型、具体情况、来源编号">
      <div className="card stack">
        {schemes.length > 1 && (
          <Form.Item label="评定办法" htmlFor="import-scheme" layout="vertical" style={{ margin: 0, maxWidth: 420 }}>
            <Select id="import-scheme" {...(schemeId ? { value: schemeId } : {})} onChange={(scheme: string) => look(file, scheme)} options={schemes.map(({ id, name }) => ({ value: id, label: name.zh }))} />
          </Form.Item>
        )}
        <div className="row">
          <FileButton label="选择问题表格" accept=".csv,.xlsx" loading={busy && seen === undefined} disabled={!schemeId} choose={(table) => look(table, schemeId)}>
            选择表格
          </FileButton>
          <span className="quiet">{file ? file.name : '先试读，列出有问题的行，确认后再导入。'}</span>
        </div>
      </div>
      <ProblemAlert problem={problem} />
      {seen && (
        <p role="status" className={`alert ${seen.faults.length > 0 ? '' : 'info'}`}>
          {seen.dryRun
            ? `共 ${seen.total} 行，${seen.faults.length > 0 ? `有 ${seen.faults.length} 处问题，请改好表格后重新选择；现在一行也没有导入` : `可登记 ${seen.opened} 个问题`}。`
            : `已登记 ${seen.opened} 个问题。`}
        </p>
      )}
      {seen && <FaultTable place="行" of={seen.faults.map(({ row, field, zh }) => ({ at: row, column: COLUMNS[field] ?? field, zh }))} />}
      {seen?.dryRun && seen.faults.length === 0 && file && schemeId && (
        <div>
          <Button type="primary" loading={busy} onClick={() => void give(file, schemeId, false)}>
            登记 {seen.opened} 个问题
          </Button>
        </div>
      )}
    </Page>
  );
}
