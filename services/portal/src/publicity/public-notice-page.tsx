import { Form, Input, Radio } from 'antd';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { ComplaintReceipt, NoticeView, type ComplaintAttachment, type ComplaintFile } from '@xingchuang/contracts';
import { useRead } from '../api/reading.ts';
import { CommandForm } from '../shared/command-form.tsx';
import { dayWords } from '../shared/day-words.ts';
import { usePageTitle } from '../shared/page.tsx';
import { Reading } from '../shared/problem-alert.tsx';
import { ComplaintFiles } from './complaint-files.tsx';
import { ComplaintFollow } from './complaint-follow.tsx';
import './official.css';

/** One notice as the public reads it, and the way to report on it. */
export function PublicNoticePage() {
  const { id } = useParams();
  const notice = useRead(NoticeView, `/api/publicity/public/notices/${id}`);
  usePageTitle(notice.data?.title ?? '公示');
  return (
    <main className="official">
      <p className="no-print">
        <Link to="/app/notices">← 全部公示</Link>
      </p>
      <Reading read={notice}>{(data) => <Notice notice={data} />}</Reading>
    </main>
  );
}

function Notice({ notice }: { readonly notice: NoticeView }) {
  return (
    <>
      <article className="paper">
        <h1>{notice.title}</h1>
        <p className="number">{notice.number}</p>
        <p>
          经审定，现将拟评定结果予以公示。公示期自{dayWords(notice.publishedOn)}起，至{dayWords(notice.limit.lastDay)}
          止。公示期间，对公示对象有异议的，可以反映情况。
        </p>
        <table>
          <thead>
            <tr>
              <th scope="col">单位</th>
              <th scope="col">拟评定星级</th>
            </tr>
          </thead>
          <tbody>
            {notice.candidates.map((one) => (
              <tr key={one.unitId}>
                <td>{one.disqualified ? <s>{one.unitName}</s> : one.unitName}</td>
                <td>{one.disqualified ? '取消评选资格' : one.levelName}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <p className="sign">
          {notice.publisher}
          <br />
          {dayWords(notice.publishedOn)}
        </p>
      </article>
      {notice.hasDocument && (
        <p className="no-print">
          <a href={`/api/publicity/public/notices/${notice.id}/document`}>下载公示文书（PDF）</a>
        </p>
      )}
      <section className="no-print" aria-labelledby="complain">
        <h2 id="complain">反映情况</h2>
        {notice.state === 'running' ? (
          <Complain notice={notice} />
        ) : (
          <p className="quiet">公示已结束，不再受理对本公示的反映。</p>
        )}
      </section>
      <ComplaintFollow />
    </>
  );
}

type Filled = Partial<Omit<ComplaintFile, 'files'>> & { readonly files?: readonly ComplaintAttachment[] };

function Complain({ notice }: { readonly notice: NoticeView }) {
  const [receipt, setReceipt] = useState<ComplaintReceipt>();
  if (receipt) {
    return (
      <div className="alert info" role="status">
        已收到您的反映。回执号：<strong className="receipt">{receipt.receiptCode}</strong>
        <br />
        回执号只显示这一次，请抄下来，凭它在<Link to="/app/complaints">办理查询</Link>中查看结果。
      </div>
    );
  }
  return (
    <CommandForm
      label="反映情况"
      submit="提交反映"
      draft={`complain-${notice.id}`}
      schema={ComplaintReceipt}
      order={({ unitId, text, remedy = '', name, contact, files = [] }: Filled) => ({
        path: `/api/publicity/public/notices/${notice.id}/complaints`,
        body: { unitId, text, remedy, files: files.map(({ token }) => token), ...(name ? { name } : {}), ...(contact ? { contact } : {}) },
      })}
      said="已收到"
      done={setReceipt}
    >
      <Form.Item name="unitId" label="反映的单位" rules={[{ required: true, message: '请选择单位' }]}>
        <Radio.Group
          className="stack tight"
          options={notice.candidates.map(({ unitId, unitName }) => ({ value: unitId, label: unitName }))}
        />
      </Form.Item>
      <Form.Item
        name="text"
        label="反映的情况"
        rules={[{ required: true, message: '请写明情况' }]}
        extra="请写清时间、事情和能够查证的线索"
      >
        <Input.TextArea autoSize={{ minRows: 4, maxRows: 16 }} maxLength={5_000} />
      </Form.Item>
      <Form.Item name="remedy" label="诉求">
        <Input.TextArea autoSize={{ minRows: 1, maxRows: 6 }} maxLength={1_000} />
      </Form.Item>
      <Form.Item name="files" label="证据材料" extra="照片、文档等，最多5个，每个不超过20 MiB">
        <ComplaintFiles noticeId={notice.id} />
      </Form.Item>
      <Form.Item name="name" label="姓名" extra="可以不填。填写的信息只供核查人员联系您，被反映的单位看不到">
        <Input maxLength={50} autoComplete="name" />
      </Form.Item>
      <Form.Item name="contact" label="联系方式">
        <Input maxLength={100} autoComplete="tel" />
      </Form.Item>
    </CommandForm>
  );
}
