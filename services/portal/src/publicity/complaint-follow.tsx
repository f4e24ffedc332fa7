import { Button, Form, Input } from 'antd';
import { useState } from 'react';
import { ComplaintStatus } from '@xingchuang/contracts';
import { useRead } from '../api/reading.ts';
import { dayWords } from '../shared/day-words.ts';
import { Pairs } from '../shared/page.tsx';
import { Reading } from '../shared/problem-alert.tsx';
import { COMPLAINT_WORDS } from './complaint-words.ts';

/** What became of a complaint, by its receipt code. */
export function ComplaintFollow({ noticeId }: { readonly noticeId: string }) {
  const [code, setCode] = useState<string>();
  const status = useRead(
    ComplaintStatus,
    code && `/api/publicity/public/notices/${noticeId}/complaints/${encodeURIComponent(code)}`,
  );
  return (
    <section className="no-print" aria-labelledby="follow">
      <h2 id="follow">查询办理结果</h2>
      <Form
        layout="vertical"
        aria-label="查询办理结果"
        requiredMark={false}
        onFinish={({ receipt }: { receipt: string }) => setCode(receipt.trim())}
      >
        <Form.Item name="receipt" label="回执号" rules={[{ required: true, message: '请填写回执号' }]}>
          <Input style={{ maxWidth: 320 }} autoComplete="off" />
        </Form.Item>
        <Button htmlType="submit">查询</Button>
      </Form>
      {code && (
        <div style={{ marginTop: 16 }}>
          <Reading read={status}>
            {(data) => (
              <Pairs
                of={[
                  ['收到', dayWords(data.receivedOn)],
                  ['进度', COMPLAINT_WORDS[data.state][0]],
                  ['答复', data.answer],
                  ...(data.handledOn ? [['办结', dayWords(data.handledOn)] as const] : []),
                ]}
              />
            )}
          </Reading>
        </div>
      )}
    </section>
  );
}
