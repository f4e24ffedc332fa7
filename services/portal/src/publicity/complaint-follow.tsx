import { useQuery } from '@tanstack/react-query';
import { Button, Form, Input } from 'antd';
import { useState } from 'react';
import { ComplaintStatus } from '@xingchuang/contracts';
import { ask } from '../api/http.ts';
import { CommandForm } from '../shared/command-form.tsx';
import { dayWords } from '../shared/day-words.ts';
import { Pairs, State } from '../shared/page.tsx';
import { Reading } from '../shared/problem-alert.tsx';
import { COMPLAINT_WORDS } from './complaint-words.ts';

/** What became of a complaint, by its receipt code, which never stands in an address. */
export function ComplaintFollow() {
  const [code, setCode] = useState('');
  const status = useQuery({
    queryKey: ['complaint', code],
    queryFn: ({ signal }) => ask(ComplaintStatus, '/api/publicity/public/complaints/status', { receiptCode: code }, signal),
    enabled: code !== '',
    retry: false,
  });
  return (
    <section className="no-print" aria-labelledby="follow">
      <h2 id="follow">查询办理结果</h2>
      <Form layout="vertical" aria-label="查询办理结果" requiredMark={false} onFinish={({ receipt }: { receipt: string }) => setCode(receipt.trim().toUpperCase())}>
        <Form.Item name="receipt" label="回执号" rules={[{ required: true, message: '请填写回执号' }]}>
          <Input style={{ maxWidth: 320 }} autoComplete="off" autoCapitalize="characters" />
        </Form.Item>
        <Button htmlType="submit">查询</Button>
      </Form>
      {code !== '' && (
        <div style={{ marginTop: 16 }} aria-live="polite">
          <Reading read={status}>{(data) => <Status code={code} of={data} />}</Reading>
        </div>
      )}
    </section>
  );
}

function Status({ code, of: one }: { readonly code: string; readonly of: ComplaintStatus }) {
  const [words, tone] = COMPLAINT_WORDS[one.state];
  return (
    <div className="stack">
      <Pairs
        of={[
          ['反映的单位', one.unitName],
          ['公示', one.noticeTitle],
          ['收到', dayWords(one.receivedOn)],
          ['进度', <State key="s" tone={tone}>{words}</State>],
          ...(one.answerBy ? [['最迟答复', dayWords(one.answerBy)] as const] : []),
          ...(one.fileNames.length > 0 ? [['附件', one.fileNames.join('、')] as const] : []),
          ...(one.handledOn ? [['答复', <span key="a" className="words">{one.answer}</span>] as const, ['办结', dayWords(one.handledOn)] as const] : []),
          ...(one.appeal ? [['复核', `${dayWords(one.appeal.filedOn)}提出，由${one.appeal.toName}办理`] as const] : []),
          ...(one.appeal?.answeredOn ? [['复核答复', <span key="r" className="words">{one.appeal.answer}</span>] as const, ['复核办结', dayWords(one.appeal.answeredOn)] as const] : []),
        ]}
      />
      {one.appealBy && (
        <details>
          <summary>不认可答复，申请复核（{dayWords(one.appealBy)}前）</summary>
          <CommandForm
            label="申请复核"
            submit="提交复核申请"
            draft="complaint-appeal"
            schema={ComplaintStatus}
            said="已提交复核申请"
            order={({ text }: { text: string }) => ({ path: '/api/publicity/public/complaints/appeal', body: { receiptCode: code, text } })}
          >
            <Form.Item name="text" label="理由" rules={[{ required: true, message: '请写明理由' }]} extra="复核由上一级机构办理，只有一次">
              <Input.TextArea autoSize={{ minRows: 3, maxRows: 12 }} maxLength={5_000} />
            </Form.Item>
          </CommandForm>
        </details>
      )}
    </div>
  );
}
