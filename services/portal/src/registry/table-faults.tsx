import type { ImportFault, Problem } from '@xingchuang/contracts';
import { inLanguage } from '../language/language.ts';
import { FileButton } from '../shared/file-button.tsx';
import { ProblemAlert } from '../shared/problem-alert.tsx';

/** What to do about a fault, where its own words do not say it. */
const FIXES: Readonly<Record<string, string>> = {
  'unit.duplicate-code': '换一个没有用过的编码；已登记的单位请删去这一行',
  'import.duplicate-code': '两行各用一个编码，或删去重复的一行',
  'import.unknown-parent': '改为已登记单位的编码，或把上级单位也写进表里',
  'import.empty-cell': '补上内容',
  'import.cycle': '检查这几行的上级编码，使最上一级指向已登记的单位',
  'import.parent-held': '先改好上级单位所在的行',
  'unit.wrong-parent': '改上级编码或单位类型',
  'import.unknown-unit': '改为已登记且没有撤销的单位编码',
  'import.person-twice': '删去重复的一行',
};

interface TableFaultsProps {
  readonly of: readonly ImportFault[];
  readonly columns: Readonly<Record<string, string>>;
}

/** Faults of a table: row, column, what is wrong and what to do. */
export function TableFaults({ of, columns }: TableFaultsProps) {
  if (of.length === 0) return null;
  return (
    <div className="card flush table-wrap" tabIndex={0} role="region" aria-label="有问题的行">
      <table className="plain-table" aria-label="有问题的行">
        <thead>
          <tr>
            <th scope="col">行</th>
            <th scope="col">列</th>
            <th scope="col">问题</th>
            <th scope="col">怎样改</th>
          </tr>
        </thead>
        <tbody>
          {of.map((fault) => (
            <tr key={`${fault.row} ${fault.field} ${fault.code}`}>
              <td>{fault.row}</td>
              <td>{columns[fault.field] ?? fault.field}</td>
              <td>{inLanguage(fault)}</td>
              <td>{FIXES[fault.code] ?? '按左边的说明改正'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface TablePickProps {
  readonly label: string;
  readonly file: File | undefined;
  readonly busy: boolean;
  readonly problem: Problem | undefined;
  readonly choose: (file: File | undefined) => void;
}

export function TablePick({ label, file, busy, problem, choose }: TablePickProps) {
  return (
    <>
      <div className="card row">
        <FileButton label={label} accept=".csv,.xlsx" loading={busy} choose={choose}>
          选择表格
        </FileButton>
        <span className="quiet">{file ? file.name : '先试读，列出有问题的行，确认后再导入。'}</span>
      </div>
      <ProblemAlert problem={problem} />
    </>
  );
}
