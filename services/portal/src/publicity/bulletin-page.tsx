import { Button, Popconfirm } from 'antd';
import { useParams } from 'react-router';
import { BulletinView } from '@xingchuang/contracts';
import { useCommand } from '../api/command.ts';
import { useRead } from '../api/reading.ts';
import { dayWords } from '../shared/day-words.ts';
import { Page, Pairs, State } from '../shared/page.tsx';
import { PdfPreview } from '../shared/pdf-preview.tsx';
import { ProblemAlert, Reading } from '../shared/problem-alert.tsx';
import { useSay } from '../shared/say.ts';
import { BulletinEditor } from './bulletin-editor.tsx';
import { Figures, NumberedLine } from './bulletin-figures.tsx';
import { BulletinRows } from './bulletin-rows.tsx';
import { BULLETIN_STATE, READERS } from './bulletin-words.ts';
import './bulletin.css';

export function BulletinPage() {
  const { id } = useParams();
  const bulletin = useRead(BulletinView, `/api/publicity/bulletins/${id}`);
  return <Reading read={bulletin}>{(data) => <Bulletin of={data} />}</Reading>;
}

function Bulletin({ of: one }: { readonly of: BulletinView }) {
  const path = `/api/publicity/bulletins/${one.id}`;
  const state = BULLETIN_STATE[one.state];
  const isWaiting = one.state === 'approved' && !one.hasDocument;
  return (
    <Page
      title={one.title}
      up={{ to: '/app/publicity/bulletins', name: '通报' }}
      lead={
        <span className="row">
          <State tone={state.tone}>{state.name}</State>
          {[one.kindZh, one.number, one.periodZh, one.issuer, one.issuedOn && dayWords(one.issuedOn), !one.mayEdit && readersOf(one)].filter(Boolean).join(' · ')}
        </span>
      }
      actions={
        <>
          {one.hasDocument && <Button href={`${path}/document`}>PDF</Button>}
          {one.hasDocument && <Button href={`${path}/word`}>Word</Button>}
          <Button href={`${path}/workbook`}>Excel</Button>
          {one.mayApprove && <Approve of={one} />}
        </>
      }
    >
      {isWaiting && (
        <p className="alert info" role="status">
          文件正在制作，请稍候
        </p>
      )}
      <div className="bulletin-split">
        <div className="stack">
          {one.mayEdit ? <Draft of={one} /> : <Text of={one} />}
          {one.hasDocument && <Frozen of={one} />}
        </div>
        {(one.hasDocument || one.state === 'draft') && (
          <aside className="bulletin-preview" aria-label="成文预览">
            <PdfPreview src={one.hasDocument ? `${path}/document` : `${path}/preview?version=${one.version}`} label={one.title} />
          </aside>
        )}
      </div>
    </Page>
  );
}

/** Who reads it, in a few words. */
function readersOf({ readers, readerUnits }: BulletinView): string {
  const names = readers === 'units' ? readerUnits.map(({ name }) => name).join('、') : '';
  return `${READERS[readers].name}阅读${names && `：${names}`}`;
}

function Draft({ of: one }: { readonly of: BulletinView }) {
  const say = useSay();
  const recount = useCommand(BulletinView, () => say('已重新统计'));
  const drop = useCommand(BulletinView, () => say('已作废'));
  const path = `/api/publicity/bulletins/${one.id}`;
  return (
    <>
      <BulletinEditor key={one.version} of={one} />
      <div className="row">
        <Button loading={recount.busy} onClick={() => recount.give({ path: `${path}/recount`, body: {}, version: one.version })}>
          重新统计
        </Button>
        <Popconfirm
          title="作废后不能恢复"
          okText="作废"
          cancelText="再看看"
          onConfirm={() => drop.give({ path: `${path}/drop`, body: {}, version: one.version })}
        >
          <Button danger loading={drop.busy}>
            作废
          </Button>
        </Popconfirm>
      </div>
      <ProblemAlert problem={recount.problem ?? drop.problem} />
    </>
  );
}

function Text({ of: one }: { readonly of: BulletinView }) {
  return (
    <>
      <section className="card" aria-label="通报内容">
        {one.texts.flatMap(({ name, lines }) =>
          lines.map((line, index) => (
            <p key={`${name}${index}`} className="words" style={{ textIndent: '2em', marginBottom: 8 }}>
              <NumberedLine line={line} figures={one.figures} />
            </p>
          )),
        )}
      </section>
      <Figures of={one} editable={false} />
      {one.tables.map((table) => (
        <BulletinRows key={table.name} of={table} editable={false} />
      ))}
    </>
  );
}

/** What proves that it was issued so. */
function Frozen({ of: { checkpoint, pdfSha256, docxSha256 } }: { readonly of: BulletinView }) {
  return (
    <details className="card">
      <summary>存证</summary>
      <Pairs
        of={[
          ['印在文件上的日志存证', <code key="checkpoint">{checkpoint}</code>],
          ['PDF 摘要（SHA-256）', <code key="pdf">{pdfSha256}</code>],
          ['Word 摘要（SHA-256）', <code key="docx">{docxSha256}</code>],
        ]}
      />
    </details>
  );
}

function Approve({ of: one }: { readonly of: BulletinView }) {
  const say = useSay();
  const command = useCommand(BulletinView, ({ number }) => say(`已签发，编号 ${number}`));
  return (
    <>
      <Popconfirm
        title="签发后编号并固定内容，不能再改"
        okText="签发"
        cancelText="再看看"
        okButtonProps={{ danger: true }}
        onConfirm={() => command.give({ path: `/api/publicity/bulletins/${one.id}/approval`, body: {}, version: one.version })}
      >
        <Button type="primary" danger loading={command.busy}>
          签发
        </Button>
      </Popconfirm>
      <ProblemAlert problem={command.problem} />
    </>
  );
}
