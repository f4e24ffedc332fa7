import { Button, Form, Input } from 'antd';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { ArticleView } from '@xingchuang/contracts';
import { useCommand } from '../api/command.ts';
import { useRead } from '../api/reading.ts';
import { useMay } from '../session/session.ts';
import { CommandForm } from '../shared/command-form.tsx';
import { dayWords } from '../shared/day-words.ts';
import { Page } from '../shared/page.tsx';
import { ProblemAlert, Reading } from '../shared/problem-alert.tsx';
import { useSay } from '../shared/say.ts';
import { ArticleForm } from './article-form.tsx';
import { ArticleStateMark } from './states.tsx';
import './showcase.css';

/** One case: written, submitted, reviewed, published, withdrawn. */
export function ArticlePage() {
  const { id } = useParams();
  const article = useRead(ArticleView, `/api/publicity/showcase/${id}`);
  return <Reading read={article}>{(data) => <Article of={data} />}</Reading>;
}

const WRITABLE: readonly ArticleView['state'][] = ['draft', 'returned', 'withdrawn'];

function Article({ of: one }: { readonly of: ArticleView }) {
  const may = useMay();
  const say = useSay();
  const [editing, edit] = useState(false);
  const path = `/api/publicity/showcase/${one.id}`;
  const submit = useCommand(ArticleView, () => say('已提交审核'));
  const publish = useCommand(ArticleView, () => say('已公开发布'));
  const isWritable = may('showcase.write') && WRITABLE.includes(one.state);
  return (
    <Page
      title={one.title}
      up={{ to: '/app/publicity/showcase', name: '典型案例' }}
      lead={
        <span className="row">
          <ArticleStateMark of={one.state} />
          <span>{one.unitName}</span>
          {one.state === 'published' && (
            <>
              <span>
                {dayWords(one.publishedOn)}发布 · 浏览 {one.views} 次
              </span>
              <Link to={`/app/showcase/${one.id}`}>公开页面</Link>
            </>
          )}
        </span>
      }
      actions={
        <>
          {isWritable && !editing && <Button onClick={() => edit(true)}>修改</Button>}
          {isWritable && !editing && (
            <Button type="primary" loading={submit.busy} onClick={() => submit.give({ path: `${path}/submission` })}>
              提交审核
            </Button>
          )}
          {one.mayReview && (
            <Button type="primary" loading={publish.busy} onClick={() => publish.give({ path: `${path}/publication` })}>
              通过并公开
            </Button>
          )}
        </>
      }
    >
      {one.reason && one.state !== 'published' && (
        <p className="alert">{one.state === 'withdrawn' ? `已撤下：${one.reason}` : `退回原因：${one.reason}`}</p>
      )}
      <ProblemAlert problem={submit.problem ?? publish.problem} />
      {one.state === 'submitted' && may('showcase.review') && !one.mayReview && <p className="alert info">您撰写或提交了这篇案例，须由其他人审核。</p>}
      {editing ? (
        <section className="card narrow">
          <ArticleForm
            unitId={one.unitId}
            draft={`article-${one.id}`}
            initial={{ title: one.title, text: one.text, photos: one.photos }}
            order={(body) => ({ method: 'PUT', path, body, version: one.version })}
            done={() => edit(false)}
          />
          <div style={{ marginTop: 8 }}>
            <button type="button" className="plain" onClick={() => edit(false)}>
              不改了
            </button>
          </div>
        </section>
      ) : (
        <article className="card article">
          <div className="body">{one.text}</div>
          {one.photos.map(({ fileId, caption }, at) => (
            <figure key={fileId}>
              <img src={WRITABLE.includes(one.state) ? `/api/evidence/files/${fileId}/thumbnail` : `${path}/photos/${at + 1}`} alt={caption} loading="lazy" />
              {caption && <figcaption>{caption}</figcaption>}
            </figure>
          ))}
        </article>
      )}
      {one.mayReview && <Reason label="退回修改" submit="退回" path={`${path}/return`} draft={`article-return-${one.id}`} said="已退回" />}
      {one.state === 'published' && may('showcase.review') && (
        <Reason label="撤下" submit="从公开页面撤下" path={`${path}/withdrawal`} draft={`article-withdraw-${one.id}`} said="已撤下" final />
      )}
    </Page>
  );
}

interface ReasonProps {
  readonly label: string;
  readonly submit: string;
  readonly path: string;
  readonly draft: string;
  readonly said: string;
  readonly final?: boolean;
}

function Reason({ label, submit, path, draft, said, final = false }: ReasonProps) {
  return (
    <section className="card narrow" aria-label={label}>
      <h2>{label}</h2>
      <CommandForm label={label} submit={submit} draft={draft} schema={ArticleView} said={said} final={final} order={({ reason }: { reason: string }) => ({ path, body: { reason } })}>
        <Form.Item name="reason" label="原因" rules={[{ required: true, message: '请写明原因' }]}>
          <Input.TextArea autoSize={{ minRows: 2, maxRows: 8 }} maxLength={500} />
        </Form.Item>
      </CommandForm>
    </section>
  );
}
