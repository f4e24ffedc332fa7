import { Button } from 'antd';
import { Link } from 'react-router';
import { UnitImportView } from '@xingchuang/contracts';
import { Page } from '../shared/page.tsx';
import { useUnitKinds } from './kinds.ts';
import { TableFaults, TablePick } from './table-faults.tsx';
import { useTableImport } from './table-import.ts';

const COLUMNS: Readonly<Record<string, string>> = { code: '编码', name: '名称', kind: '类型', parentCode: '上级编码', openedOn: '成立日期', latitude: '纬度', longitude: '经度' };

/** Enough to see whether the columns were understood. */
const SHOWN = 20;

/** Units from a table: first a look at what would come of it, row by row; nothing comes in before a person has accepted that. */
export function UnitImportPage() {
  const table = useTableImport(UnitImportView, '/api/registry/units/import');
  const { file, seen, busy } = table;
  const bad = seen ? new Set([...seen.faults, ...seen.held].map(({ row }) => row)).size : 0;
  return (
    <Page title="导入单位" up={{ to: '/app/units', name: '组织' }} lead="CSV 或 XLSX，列名：编码、名称、类型、上级编码，可另有成立日期、纬度、经度">
      <TablePick label="选择单位表格" file={file} busy={busy} problem={table.problem} choose={table.look} />
      {seen && !seen.dryRun && (
        <p className="alert info" role="status">
          已导入 {seen.opened} 个单位{bad > 0 && `，其余 ${bad} 行没有导入`}。<Link to="/app/units">查看组织</Link>
        </p>
      )}
      {seen?.dryRun && (
        <p role="status" className={`alert ${bad > 0 ? '' : 'info'}`}>
          {bad > 0 ? `共 ${seen.total} 行，有 ${bad} 行不能导入；现在一行也没有导入。` : `共 ${seen.total} 行，可导入 ${seen.opened} 个单位。`}
        </p>
      )}
      {seen && bad > 0 && (
        <div className="row">
          <Button loading={busy} onClick={() => table.download('有误的行.xlsx')}>
            下载有误的行（{bad}）
          </Button>
          {seen.dryRun && seen.total > bad && (
            <Button type="primary" loading={busy} onClick={() => table.take(true)}>
              先导入其余 {seen.total - bad} 行
            </Button>
          )}
          <span className="quiet small">下载的表格写明了每行的问题，改好后直接在这里选择它再导入。</span>
        </div>
      )}
      {seen?.dryRun && bad === 0 && file && (
        <div>
          <Button type="primary" loading={busy} onClick={() => table.take()}>
            导入 {seen.opened} 个单位
          </Button>
        </div>
      )}
      {seen && <TableFaults of={[...seen.faults, ...seen.held]} columns={COLUMNS} />}
      {seen?.dryRun && <Preview seen={seen} />}
    </Page>
  );
}

function Preview({ seen }: { readonly seen: UnitImportView }) {
  const kinds = useUnitKinds();
  return (
    <section className="stack tight" aria-labelledby="read">
      <h2 id="read">读到的内容{seen.total > SHOWN && `（前 ${SHOWN} 行）`}</h2>
      <div className="card flush table-wrap" tabIndex={0} role="region" aria-label="读到的内容">
        <table className="plain-table">
          <thead>
            <tr>
              {['行', '编码', '名称', '类型', '上级编码'].map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {seen.preview.slice(0, SHOWN).map((row) => (
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
    </section>
  );
}
