import { Button, Form, Input, Popconfirm } from 'antd';
import { Link, useParams } from 'react-router';
import { BulletinView, CandidacyList } from '@xingchuang/contracts';
import { useCommand } from '../api/command.ts';
import { useList, useRead } from '../api/reading.ts';
import { useMay } from '../session/session.ts';
import { CommandForm } from '../shared/command-form.tsx';
import { dayWords } from '../shared/day-words.ts';
import { Page, State } from '../shared/page.tsx';
import { ProblemAlert, Reading } from '../shared/problem-alert.tsx';
import { useSay } from '../shared/say.ts';

export function BulletinPage() {
  const { id } = useParams();
  const bulletin = useRead(BulletinView, `/api/publicity/bulletins/${id}`);
  return <Reading read={bulletin}>{(data) => <Bulletin of={data} />}</Reading>;
}

function Bulletin({ of: one }: { readonly of: BulletinView }) {
  const may = useMay();
  const editable = one.state === 'draft' && may('bulletin.write');
  return (
    <Page
      title={one.title}
      up={{ to: '/app/publicity/bulletins', name: '通报' }}
      lead={
        <span className="row">
          <State tone={one.state === 'approved' ? 'good' : ''}>{one.state === 'approved' ? '已签发' : '草稿'}</State>
          {[one.number, one.issuer, one.issuedOn && dayWords(one.issuedOn)].filter(Boolean).join(' · ')}
        </span>
      }
      actions={
        <>
          {one.hasDocument && (
            <a href={`/api/publicity/bulletins/${one.id}/document`} target="_blank" rel="noreferrer">
              通报文书（PDF）
            </a>
          )}
          {editable && <Approve id={one.id} />}
        </>
      }
    >
      <section className="card" aria-label="通报内容">
        {editable ? (
          <EditForm of={one} />
        ) : (
          one.paragraphs.map((text, i) => (
            <p key={i} className="words" style={{ textIndent: '2em', marginBottom: 8 }}>
              {text}
            </p>
          ))
        )}
      </section>
      <Rows of={one} />
    </Page>
  );
}

function Rows({ of: one }: { readonly of: BulletinView }) {
  const may = useMay();
  const sources = useList(CandidacyList, may('candidacy.read') ? '/api/assessment/candidacies' : undefined, {
    campaignId: one.campaignId,
  }).items;
  return (
    <section className="card flush table-wrap" aria-label="结果">
      <table className="plain-table">
        <thead>
          <tr>
            <th scope="col">单位</th>
            <th scope="col">结果</th>
            <th scope="col">定级日期</th>
            <th scope="col">备注</th>
          </tr>
        </thead>
        <tbody>
          {one.rows.map((row) => {
            const source = sources.find(({ unit }) => unit.id === row.unitId);
            return (
              <tr key={row.unitId}>
                <td>{source ? <Link to={`/app/assessment/candidacies/${source.id}`}>{row.unitName}</Link> : row.unitName}</td>
                <td>{row.levelName}</td>
                <td className="nowrap">{dayWords(row.settledOn)}</td>
                <td>{row.note}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}

/** Paragraphs are parted by an empty line, as people write them. */
function EditForm({ of: one }: { readonly of: BulletinView }) {
  return (
    <CommandForm
      label="通报正文"
      submit="保存"
      draft={`bulletin-text-${one.id}-${one.version}`}
      schema={BulletinView}
      initial={{ title: one.title, text: one.paragraphs.join('\n\n') }}
      order={({ title, text }: { title: string; text: string }) => ({
        method: 'PUT',
        path: `/api/publicity/bulletins/${one.id}`,
        body: {
          title,
          paragraphs: text
            .split(/\n\s*\n/)
            .map((part) => part.trim())
            .filter(Boolean),
        },
      })}
      said="已保存"
    >
      <Form.Item name="title" label="标题" rules={[{ required: true, message: '请填写标题' }]}>
        <Input maxLength={100} />
      </Form.Item>
      <Form.Item
        name="text"
        label="正文"
        rules={[{ required: true, message: '请填写正文' }]}
        extra="段落之间空一行；下面的结果表由系统生成，不用填写"
      >
        <Input.TextArea autoSize={{ minRows: 6, maxRows: 24 }} />
      </Form.Item>
    </CommandForm>
  );
}

function Approve({ id }: { readonly id: string }) {
  const say = useSay();
  const command = useCommand(BulletinView, ({ number }) => say(`已签发，编号 ${number}`));
  return (
    <>
      <Popconfirm
        title="签发后编号并固定内容，不能再改"
        okText="签发"
        cancelText="再看看"
        okButtonProps={{ danger: true }}
        onConfirm={() => command.give({ path: `/api/publicity/bulletins/${id}/approval`, body: {} })}
      >
        <Button type="primary" danger loading={command.busy}>
          签发
        </Button>
      </Popconfirm>
      <ProblemAlert problem={command.problem} />
    </>
  );
}
