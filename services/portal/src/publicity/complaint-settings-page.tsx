import { Form, InputNumber } from 'antd';
import { ComplaintSettingsView, type ComplaintSettings } from '@xingchuang/contracts';
import { useRead } from '../api/reading.ts';
import { CommandForm } from '../shared/command-form.tsx';
import { Page } from '../shared/page.tsx';
import { Reading } from '../shared/problem-alert.tsx';
import { SystemSections } from '../system/areas.tsx';

const PATH = '/api/publicity/complaint-settings';
const required = [{ required: true, message: '请填写工作日数' }];

/** How many working days complaints take in this installation: no source says it. */
export function ComplaintSettingsPage() {
  const read = useRead(ComplaintSettingsView, PATH);
  return (
    <Page title="反映办理期限" lead="公示期间收到的反映多少个工作日内答复、申请复核和答复复核；改后对新收到的反映生效，已经算出的期限不变">
      <SystemSections />
      <Reading read={read}>{(data) => <Settings of={data} />}</Reading>
    </Page>
  );
}

const Settings = ({ of: { version, ...settings } }: { readonly of: ComplaintSettingsView }) => (
  <section className="card narrow">
    <CommandForm
      label="反映办理期限"
      submit="保存期限"
      edits
      draft="complaint-settings"
      schema={ComplaintSettingsView}
      said="期限已保存"
      marks={false}
      initial={settings}
      order={(body: ComplaintSettings) => ({ method: 'PUT', path: PATH, version, body })}
    >
      <Days name="answerWithin" label="收到后多久内答复" min={1} max={250} />
      <Days name="appealWithin" label="答复后多久内可以申请复核" extra="填 0 则不接受复核申请" min={0} max={60} />
      <Days name="appealAnswerWithin" label="申请后多久内答复复核" min={1} max={250} />
    </CommandForm>
  </section>
);

interface DaysProps {
  readonly name: keyof ComplaintSettings;
  readonly label: string;
  readonly extra?: string;
  readonly min: number;
  readonly max: number;
}

const Days = ({ min, max, ...rest }: DaysProps) => (
  <Form.Item {...rest} rules={required}>
    <InputNumber min={min} max={max} precision={0} inputMode="numeric" suffix="个工作日" style={{ width: 160 }} />
  </Form.Item>
);
