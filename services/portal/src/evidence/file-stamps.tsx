import { useState } from 'react';
import { Button, Form, Input, InputNumber, Segmented } from 'antd';
import type { FileView } from '@xingchuang/contracts';

type Kind = 'watermark' | 'received' | 'archived';
type Values = Readonly<Record<string, string | number | null | undefined>>;
const NEEDED: Readonly<Record<Kind, readonly string[]>> = {
  watermark: [],
  received: ['number'],
  archived: ['fondsNumber', 'year', 'pieceNumber', 'category', 'retention', 'pages', 'archiveNumber'],
};
const isGiven = (value: string | number | null | undefined): boolean => String(value ?? '').trim() !== '';

/** Copies of a PDF with a stamp on them, made as they are asked for; the file itself stays as it came. */
export function FileStamps({ file }: { readonly file: FileView }) {
  const [kind, choose] = useState<Kind>('watermark');
  const [values, setValues] = useState<Values>({});
  if (file.mediaType !== 'application/pdf') return undefined;
  const asked = new URLSearchParams([['stamp', kind], ...NEEDED[kind].map((name) => [name, String(values[name] ?? '').trim()])]);
  const isReady = NEEDED[kind].every((name) => isGiven(values[name]));
  return (
    <section className="card stack tight" aria-label="盖章副本">
      <h2>盖章副本</h2>
      <Segmented<Kind>
        block
        aria-label="印章"
        value={kind}
        onChange={choose}
        options={[
          { value: 'watermark', label: '查阅水印' },
          { value: 'received', label: '收文章' },
          { value: 'archived', label: '归档章' },
        ]}
      />
      <p className="quiet small">{kind === 'watermark' ? '每页印上您的单位、姓名和今天的日期。原件不变。' : kind === 'received' ? '盖上收到本文件的单位、日期和收文号。原件不变。' : '盖上归档信息和原件的数字指纹。原件不变。'}</p>
      <Form layout="vertical" onValuesChange={(_, all: Values) => setValues(all)} preserve>
        {kind === 'received' && (
          <Form.Item name="number" label="收文号" required>
            <Input maxLength={40} />
          </Form.Item>
        )}
        {kind === 'archived' && (
          <div className="stamp-fields">
            <Form.Item name="archiveNumber" label="档号" required>
              <Input maxLength={40} />
            </Form.Item>
            <Form.Item name="fondsNumber" label="全宗号" required>
              <Input maxLength={16} />
            </Form.Item>
            <Form.Item name="year" label="年度" required>
              <InputNumber min={1900} max={2200} precision={0} controls={false} style={{ width: '100%' }} />
            </Form.Item>
            <Form.Item name="pieceNumber" label="件号" required>
              <Input maxLength={16} />
            </Form.Item>
            <Form.Item name="category" label="机构或问题" required>
              <Input maxLength={16} />
            </Form.Item>
            <Form.Item name="retention" label="保管期限" required>
              <Input maxLength={12} placeholder="永久、30年或10年" />
            </Form.Item>
            <Form.Item name="pages" label="页数" required>
              <InputNumber min={0} max={100_000} precision={0} controls={false} style={{ width: '100%' }} />
            </Form.Item>
          </div>
        )}
        <Button {...(isReady ? { href: `/api/evidence/files/${file.id}/stamped?${asked.toString()}`, download: file.name } : {})} disabled={!isReady}>
          下载盖章副本
        </Button>
      </Form>
    </section>
  );
}
