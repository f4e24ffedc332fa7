import { Button } from 'antd';
import { PersonImportView } from '@xingchuang/contracts';
import { Page } from '../shared/page.tsx';
import { TableFaults, TablePick } from './table-faults.tsx';
import { useTableImport } from './table-import.ts';

const COLUMNS: Readonly<Record<string, string>> = { name: '姓名', unitCode: '单位编码', memberInService: '在职党员', since: '起始日期' };

/** People from a table, all of them or none. */
export function PeopleImportPage() {
  const table = useTableImport(PersonImportView, '/api/registry/people/import');
  const { file, seen, busy } = table;
  const bad = new Set(seen?.faults.map(({ row }) => row)).size;
  return (
    <Page title="导入人员" up={{ to: '/app/units', name: '组织' }} lead="CSV 或 XLSX，列名：姓名、单位编码、在职党员（是或否），可另有起始日期">
      <TablePick label="选择人员表格" file={file} busy={busy} problem={table.problem} choose={table.look} />
      {seen && (
        <p role="status" className={`alert ${bad > 0 ? '' : 'info'}`}>
          {!seen.dryRun
            ? `已导入 ${seen.entered} 人。`
            : bad > 0
              ? `共 ${seen.total} 行，有 ${bad} 行不能导入；现在一行也没有导入。`
              : `共 ${seen.total} 行，可导入 ${seen.entered} 人。`}
        </p>
      )}
      {seen?.dryRun && (
        <div className="row">
          {bad > 0 ? (
            <Button loading={busy} onClick={() => table.download('有误的行.xlsx')}>
              下载有误的行（{bad}）
            </Button>
          ) : (
            <Button type="primary" loading={busy} onClick={() => table.take()}>
              导入 {seen.entered} 人
            </Button>
          )}
        </div>
      )}
      {seen && <TableFaults of={seen.faults} columns={COLUMNS} />}
    </Page>
  );
}
