import { useMutation } from '@tanstack/react-query';
import { Button } from 'antd';
import { WorkbookView } from '@xingchuang/contracts';
import { ask } from '../api/http.ts';
import { asProblem } from '../api/problem-error.ts';
import { FileButton } from '../shared/file-button.tsx';
import { ProblemAlert } from '../shared/problem-alert.tsx';
import './scheme-editor.css';

interface UploadProps {
  readonly label: string;
  /** What is done with a workbook without faults. */
  readonly button: string;
  readonly take: (text: string) => void;
  readonly busy?: boolean;
}

/** A filled-in workbook: looked at first, every fault by its cell; only one without faults can be taken. */
export function WorkbookUpload({ label, button, take, busy = false }: UploadProps) {
  const reading = useMutation({ mutationFn: (file: File) => ask(WorkbookView, '/api/assessment/scheme-workbooks', file) });
  const { data } = reading;
  return (
    <section className="stack tight" aria-label={label}>
      <div className="row">
        <FileButton label="选择填好的 Excel" accept=".xlsx" loading={reading.isPending} choose={(file) => reading.mutate(file)}>
          {label}
        </FileButton>
        <a href="/api/assessment/scheme-workbooks/template">下载空白模板</a>
      </div>
      <ProblemAlert problem={asProblem(reading.error)} />
      {data?.ok && (
        <div className="alert good row" role="status">
          ✓ 工作簿没有问题
          <Button type="primary" loading={busy} onClick={() => take(data.text)}>
            {button}
          </Button>
        </div>
      )}
      {data && !data.ok && <Faults of={data.problems} />}
    </section>
  );
}

function Faults({ of }: { readonly of: WorkbookView['problems'] }) {
  return (
    <div className="card wide-table" role="alert">
      <p>
        <strong>{of.length} 处要改</strong>，改好后再选这个文件；现在什么也没有变。
      </p>
      <table className="plain-table">
        <thead>
          <tr>
            <th>工作表</th>
            <th>单元格</th>
            <th>栏目</th>
            <th>怎么改</th>
          </tr>
        </thead>
        <tbody>
          {of.map(({ sheet, row, column, heading, zh }, i) => (
            <tr key={i}>
              <td>{sheet}</td>
              <td className="nowrap">{row === null ? '—' : `${column}${row}`}</td>
              <td>{heading || '—'}</td>
              <td>{zh}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
