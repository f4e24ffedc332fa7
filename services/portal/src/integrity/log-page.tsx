import { Button, Form, Input, InputNumber } from 'antd';
import { useState } from 'react';
import { LogHistory, LogKeyList, LogStatus } from '@xingchuang/contracts';
import { useRead } from '../api/reading.ts';
import { momentWords } from '../shared/day-words.ts';
import { Pairs, State, usePageTitle } from '../shared/page.tsx';
import { Reading } from '../shared/problem-alert.tsx';
import { Digest } from './integrity-words.tsx';
import '../publicity/official.css';
import './integrity.css';

/** The log for everybody: what it is, how it stands, and a way to compare a printed checkpoint with it. */
export function LogPage() {
  usePageTitle('存证日志');
  const status = useRead(LogStatus, '/api/evidence/log/status');
  const keys = useRead(LogKeyList, '/api/evidence/log/key');
  return (
    <main className="official">
      <h1>存证日志</h1>
      <section>
        <h2>这是什么</h2>
        <ul className="how">
          <li>每收到一份材料、登记或更正一条台账、固化一次申报材料，系统都在这本日志里按顺序记一条。只能往后添，不能改，也不能删。</li>
          <li>日志里只有编号和摘要，没有姓名，也没有材料内容。</li>
          <li>整本日志可以算出一个“根摘要”。前面任何一条改动一个字，根摘要就会变。条数和根摘要一经抄下、印出，以后随时可以拿来核对。</li>
        </ul>
      </section>
      <Reading read={status}>{(data) => <Standing of={data} />}</Reading>
      <Compare />
      <section>
        <h2>公钥</h2>
        <Reading read={keys}>
          {({ items }) => (
            <ul className="stack tight">
              {items.map(({ verifier, state, since, until }) => (
                <li key={verifier}>
                  <code className="digest">{verifier}</code>
                  <p className="quiet">
                    {momentWords(since)}起{until ? `，至${momentWords(until)}` : ''}
                    {state === 'current' ? '，正在使用' : ''}
                  </p>
                </li>
              ))}
            </ul>
          )}
        </Reading>
        <p className="quiet" style={{ marginTop: 12 }}>
          核验程序可以直接读取日志：<a href="/api/evidence/log/checkpoint">最新检查点</a>，格式为 C2SP tlog-tiles。
        </p>
      </section>
    </main>
  );
}

function Standing({ of: log }: { readonly of: LogStatus }) {
  const good = !log.late && log.witness !== 'disagrees' && log.openIncidents === 0;
  return (
    <section>
      <h2>现在的情况</h2>
      <p style={{ marginBottom: 12 }}>
        <State tone={good ? 'good' : 'bad'}>{good ? '正常' : '有问题正在处理'}</State>
      </p>
      <Pairs
        of={[
          ['日志名称', log.origin],
          ['已记', `${log.size} 条`],
          ['最近一次签名', momentWords(log.checkpointAt)],
          ['根摘要', <Digest key="root" of={log.root} />],
          ['外部见证', log.witness === 'none' ? '未设置' : log.witness === 'agrees' ? '一致' : '不一致'],
          ['最近一次全面检查', log.lastCheck ? `${momentWords(log.lastCheck.finishedAt)}，查 ${log.lastCheck.checked} 项，已变 ${log.lastCheck.changed}，缺失 ${log.lastCheck.missing}` : '还没有'],
        ]}
      />
    </section>
  );
}

interface Printed {
  readonly size: number;
  readonly root: string;
}

/** A checkpoint on paper against the log of today. */
function Compare() {
  const [printed, setPrinted] = useState<Printed>();
  const history = useRead(LogHistory, printed ? '/api/evidence/log/history' : undefined, { size: printed?.size }, 60);
  const same = history.data && printed && history.data.root === printed.root.replaceAll(/\s/g, '');
  return (
    <section className="no-print">
      <h2>核对一个检查点</h2>
      <p className="quiet" style={{ marginBottom: 12 }}>
        把以前抄下或印出的条数和根摘要填在这里，看今天的日志是不是那一本接着记下来的。
      </p>
      <Form layout="vertical" requiredMark={false} onFinish={setPrinted} aria-label="核对检查点">
        <Form.Item name="size" label="条数" rules={[{ required: true, message: '请填写条数' }]}>
          <InputNumber min={0} precision={0} style={{ width: 200 }} />
        </Form.Item>
        <Form.Item name="root" label="根摘要" rules={[{ required: true, message: '请填写根摘要' }]}>
          <Input maxLength={80} autoComplete="off" spellCheck={false} />
        </Form.Item>
        <Button type="primary" htmlType="submit">
          核对
        </Button>
      </Form>
      {printed && (
        <div style={{ marginTop: 16 }} role="status">
          <Reading read={history}>
            {() =>
              same ? (
                <p className="alert info">
                  一致。今天的日志是从第 {printed.size} 条那一刻接着记下来的，前面没有改动。
                </p>
              ) : (
                <p className="alert bad">不一致。请先核对抄写有没有错；如果没有错，请保留原件并向上级反映。</p>
              )
            }
          </Reading>
        </div>
      )}
    </section>
  );
}
