import { Button, Form, Input, InputNumber } from 'antd';
import { useState } from 'react';
import { CalendarImportView, CalendarView } from '@xingchuang/contracts';
import { useCommand } from '../api/command.ts';
import { useRead } from '../api/reading.ts';
import { useMay } from '../session/session.ts';
import { dayWords } from '../shared/day-words.ts';
import { drafts } from '../shared/draft.ts';
import { FileButton } from '../shared/file-button.tsx';
import { Page, State } from '../shared/page.tsx';
import { ProblemAlert, Reading } from '../shared/problem-alert.tsx';
import { useToday } from '../shared/today.ts';
import { SystemSections } from '../system/areas.tsx';
import { FaultTable } from './fault-table.tsx';
import { MovedTable } from './moved-table.tsx';

const PATH = '/api/rectification/calendar';

/** Which years have their holidays, and the import of the next one. */
export function CalendarPage() {
  const may = useMay();
  const read = useRead(CalendarView, PATH);
  return (
    <Page title="工作日历" lead="国务院办公厅公布的放假调休安排；没有载入的年份，期限按周一至周五暂定">
      {may('clock.move') && <SystemSections />}
      <Reading read={read}>{(data) => <Years of={data} />}</Reading>
      {may('calendar.import') && <Import />}
    </Page>
  );
}

function Years({ of: { known, loaded } }: { readonly of: CalendarView }) {
  const today = useToday();
  const [all, setAll] = useState(false);
  const thisYear = Number(today?.slice(0, 4));
  const years = [...new Set([...known, ...loaded.map(({ year }) => year), ...(today ? [thisYear, thisYear + 1, thisYear + 2] : [])])].sort((a, b) => b - a);
  const shown = all || !today ? years : years.filter((year) => year > thisYear - 3 && year <= thisYear + 2);
  return (
    <section className="card">
      <h2>各年安排</h2>
      <ul className="stack tight">
        {shown.map((year) => (
          <Year key={year} year={year} known={known.includes(year)} one={loaded.find((its) => its.year === year)} />
        ))}
      </ul>
      {shown.length < years.length && (
        <Button type="link" style={{ paddingInline: 0 }} onClick={() => setAll(true)}>
          {`其余 ${years.length - shown.length} 年`}
        </Button>
      )}
    </section>
  );
}

function Year({ year, known, one }: { readonly year: number; readonly known: boolean; readonly one: CalendarView['loaded'][number] | undefined }) {
  if (!one && !known) {
    return (
      <li style={{ paddingLeft: 16 }}>
        {`${year}年 `}
        <State tone="due">尚未载入，期限暂定</State>
      </li>
    );
  }
  return (
    <li>
      <details>
        <summary>
          {`${year}年 `}
          <State tone="good">{one ? `已载入，第 ${one.revision} 次` : '系统自带'}</State>
        </summary>
        {one ? (
          <div className="stack tight" style={{ padding: '8px 0 8px 16px' }}>
            <p className="quiet">{`${one.source}，${dayWords(one.loadedOn)}载入`}</p>
            <Days name="放假" of={one.off} names={one.names} />
            <Days name="上班" of={one.worked} names={one.names} />
          </div>
        ) : (
          <p className="quiet" style={{ padding: '8px 0 8px 16px' }}>
            随系统提供，载入同一年的安排后以载入的为准。
          </p>
        )}
      </details>
    </li>
  );
}

const Days = ({ name, of, names }: { readonly name: string; readonly of: readonly string[]; readonly names: Readonly<Record<string, string>> }) => (
  <p>
    <strong>
      {name} {of.length} 天：
    </strong>
    {of.map((day) => `${dayWords(day).slice(5)}${names[day] ? `（${names[day]}）` : ''}`).join('、') || '无'}
  </p>
);

interface Filled {
  readonly year: number;
  readonly source: string;
  readonly text: string;
}

/** Under this what was typed is kept until it is loaded. */
const KEPT = 'calendar-import';

/** First what is wrong and what would move, then it is loaded. */
function Import() {
  const [form] = Form.useForm<Filled>();
  const [seen, setSeen] = useState<CalendarImportView>();
  const command = useCommand(CalendarImportView, (answer) => {
    setSeen(answer);
    if (!answer.dryRun) drafts.remove(KEPT);
  });
  const give = (values: Filled, dryRun: boolean) => command.give({ path: `${PATH}/imports`, body: { ...values, dryRun } });
  const required = (message: string) => [{ required: true, message }];
  const isReady = seen?.dryRun === true && seen.faults.length === 0;
  return (
    <>
      <section className="card narrow">
        <h2>载入一年的安排</h2>
        <Form form={form} layout="vertical" aria-label="载入一年的安排" requiredMark={false} initialValues={drafts.find<Filled>(KEPT) ?? {}} onValuesChange={(_, all: Filled) => (drafts.save(KEPT, all), setSeen(undefined), command.forget())} onFinish={(values) => give(values, true)}>
          <Form.Item name="year" label="年份" rules={required('请填写年份')}>
            <InputNumber min={2000} max={2998} precision={0} inputMode="numeric" />
          </Form.Item>
          <Form.Item name="source" label="通知文号" rules={required('请填写文号')}>
            <Input maxLength={200} placeholder="例如：国办发明电〔2026〕×号" />
          </Form.Item>
          <Form.Item name="text" label="安排" rules={required('请填写安排')} extra="一行一天或一段：2027-02-05..2027-02-11,休,春节；调休上班写“班”">
            <Input.TextArea autoSize={{ minRows: 6, maxRows: 20 }} maxLength={20_000} />
          </Form.Item>
          <ProblemAlert problem={command.problem} />
          <div className="row">
            <Button type={isReady ? 'default' : 'primary'} htmlType="submit" loading={command.busy}>
              试读
            </Button>
            <FileButton label="选择安排文件" accept=".csv,.txt" choose={(file) => void file.text().then((text) => (form.setFieldsValue({ text: text.replace(/^\uFEFF/, '') }), setSeen(undefined)))}>
              从文件读入
            </FileButton>
            {isReady && (
              <Button type="primary" loading={command.busy} onClick={() => give(form.getFieldsValue(), false)}>
                载入 {seen.year} 年
              </Button>
            )}
          </div>
        </Form>
      </section>
      {seen && <Seen of={seen} />}
    </>
  );
}

function Seen({ of: seen }: { readonly of: CalendarImportView }) {
  return (
    <>
      <p role="status" className={`alert ${seen.faults.length > 0 ? '' : 'info'}`}>
        {seen.faults.length > 0
          ? `有 ${seen.faults.length} 行不对，什么也没有载入。`
          : `${seen.year}年：放假 ${seen.off} 天，调休上班 ${seen.worked} 天。${seen.dryRun ? '还没有载入；载入后' : '已载入；'}${seen.moves.length > 0 ? '下列暂定期限随之改变。' : '没有期限改变。'}`}
      </p>
      <FaultTable place="行" of={seen.faults.map(({ line, zh }) => ({ at: line, zh }))} />
      <MovedTable title="改变的暂定期限" after="按新安排" of={seen.moves} />
      <MovedTable title="已告知、不自动改变的期限" after="按新安排" of={seen.standing} />
    </>
  );
}
