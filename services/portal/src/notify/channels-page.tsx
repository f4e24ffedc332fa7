import { Button, Checkbox, Form, Input, Select } from 'antd';
import { ChannelsView, type ChannelsSet } from '@xingchuang/contracts';
import { useCommand } from '../api/command.ts';
import { useRead } from '../api/reading.ts';
import { CommandForm } from '../shared/command-form.tsx';
import { momentWords } from '../shared/day-words.ts';
import { Page, State } from '../shared/page.tsx';
import { ProblemAlert, Reading } from '../shared/problem-alert.tsx';
import { useSay } from '../shared/say.ts';
import { InboxSections } from './areas.tsx';

const HOURS = Array.from({ length: 13 }, (_, at) => at + 7);
const PATH = '/api/publicity/channels';

/** How I am reached beside the inbox. */
export function ChannelsPage() {
  const channels = useRead(ChannelsView, PATH);
  return (
    <Page title="通知设置" lead="消息始终在站内；另可每个工作日收一封邮件，节假日和夜间不打扰">
      <InboxSections />
      <Reading read={channels}>{(data) => <Channels key={data.version} of={data} />}</Reading>
    </Page>
  );
}

function Channels({ of: data }: { readonly of: ChannelsView }) {
  if (!data.available) {
    return (
      <section className="card narrow">
        <p className="quiet">系统没有配置邮件服务器，目前只有站内消息。如需邮件，请联系管理员。</p>
      </section>
    );
  }
  return (
    <>
      <section className="card narrow">
        <div className="row between" style={{ marginBottom: 12 }}>
          <h2>邮件</h2>
          {data.mail ? <State tone="good">已开启</State> : <State>未开启</State>}
        </div>
        <CommandForm
          label="邮件"
          submit="保存"
          draft="channels"
          schema={ChannelsView}
          said="已保存"
          initial={{ email: data.email, mail: data.mail, hour: data.hour }}
          order={({ email, mail, hour }: ChannelsSet) => ({ method: 'PUT', path: PATH, body: { email: email.trim(), mail, hour }, version: data.version })}
        >
          <Form.Item name="email" label="邮箱">
            <Input type="email" inputMode="email" autoComplete="email" maxLength={254} />
          </Form.Item>
          <Form.Item name="hour" label="发送时间">
            <Select options={HOURS.map((hour) => ({ value: hour, label: `工作日 ${hour}:00 以后` }))} style={{ maxWidth: 240 }} />
          </Form.Item>
          <Form.Item name="mail" valuePropName="checked" extra={data.confirmed ? '没有新消息的日子不发' : '保存邮箱后，先发送测试邮件并输入确认码，即可开启'}>
            <Checkbox disabled={!data.confirmed}>接收每日汇总邮件</Checkbox>
          </Form.Item>
        </CommandForm>
      </section>
      {data.email !== '' && <Test of={data} />}
      {data.last && (
        <p className="quiet">
          最近一封邮件：{momentWords(data.last.at)} {LAST[data.last.state]}
          {data.last.reason && `（${data.last.reason}）`}。邮件没有阅读回执。
        </p>
      )}
    </>
  );
}

const LAST: Readonly<Record<string, string>> = { sent: '已发送', waiting: '等待发送', parked: '多次未能发出，已搁置', cancelled: '已取消' };

function Test({ of: data }: { readonly of: ChannelsView }) {
  const say = useSay();
  const test = useCommand(ChannelsView, () => say('测试邮件已发出'));
  return (
    <section className="card narrow">
      <h2>测试与确认</h2>
      <p className="quiet" style={{ margin: '8px 0' }}>
        {data.confirmed ? `邮箱 ${data.email} 已确认。` : `邮箱 ${data.email} 尚未确认。`}
      </p>
      <Button loading={test.busy} onClick={() => test.give({ path: `${PATH}/test` })}>
        发送测试邮件
      </Button>
      <ProblemAlert problem={test.problem} />
      {!data.confirmed && (
        <div style={{ marginTop: 16 }}>
          <CommandForm
            label="确认邮箱"
            submit="确认并开启邮件"
            draft="mail-code"
            schema={ChannelsView}
            said="邮件已开启"
            marks={false}
            order={({ code }: { code: string }) => ({ path: `${PATH}/confirmation`, body: { code: code.trim() } })}
          >
            <Form.Item name="code" label="邮件中的六位确认码" rules={[{ required: true, message: '请输入确认码' }]}>
              <Input inputMode="numeric" autoComplete="one-time-code" maxLength={6} style={{ maxWidth: 160 }} />
            </Form.Item>
          </CommandForm>
        </div>
      )}
    </section>
  );
}
