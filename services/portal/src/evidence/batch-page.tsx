import { Button } from 'antd';
import { useParams } from 'react-router';
import { BatchLinePage, BatchView, type BatchLineView, type LineState } from '@xingchuang/contracts';
import { useList, useRead } from '../api/reading.ts';
import { UnitName } from '../registry/unit-name.tsx';
import { useAddressFilter } from '../shared/address-filter.ts';
import { momentWords, sizeWords } from '../shared/day-words.ts';
import { Chips, Lines } from '../shared/lines.tsx';
import { Nothing, Page, Pairs, State, type Tone } from '../shared/page.tsx';
import { Reading } from '../shared/problem-alert.tsx';
import { contentOf } from './file-line.tsx';

const WORDS: Readonly<Record<LineState, readonly [string, Tone]>> = { received: ['已收到', 'good'], missing: ['未收到', 'due'], refused: ['未能接收', 'bad'], surplus: ['清单之外', ''] };
const KINDS = [['', '全部'], ...Object.entries(WORDS).map(([state, [name]]) => [state, name] as const)] as const;

/** The receipt of a batch: what was announced, what came of it. */
export function BatchPageView() {
  const id = useParams()['id']!;
  const batch = useRead(BatchView, `/api/evidence/batches/${id}`);
  return (
    <Page
      title="上传回执"
      up={{ to: '/app/evidence/batches', name: '上传回执' }}
      lead={batch.data?.title}
      actions={
        <>
          <Button href={`/api/evidence/batches/${id}/receipt`}>下载回执</Button>
          <Button onClick={() => print()}>打印</Button>
        </>
      }
    >
      <Reading read={batch}>{(found) => <Receipt batch={found} />}</Reading>
    </Page>
  );
}

function Receipt({ batch }: { readonly batch: BatchView }) {
  const [state, setState] = useAddressFilter('state');
  const lines = useList(BatchLinePage, `/api/evidence/batches/${batch.id}/lines`, { state: state || undefined, limit: 1_000 });
  return (
    <>
      <div className="card">
        <Pairs
          of={[
            ['结果', <Outcome key="outcome" batch={batch} />],
            ['单位', <UnitName key="unit" id={batch.unitId} />],
            ['开始', momentWords(batch.openedAt)],
            ['结束', batch.closedAt ? momentWords(batch.closedAt) : '尚未结束'],
            ['清单之外', batch.surplus > 0 ? `${batch.surplus} 个` : '无'],
            ['回执 SHA-256', batch.digest ? <code key="digest">{batch.digest}</code> : '结束后生成'],
          ]}
        />
      </div>
      <Chips label="文件状态" value={state} of={KINDS} onChange={setState} />
      <Lines of={lines} label="本批文件" keyOf={({ number }) => String(number)} empty={<Nothing title="没有这类文件" />}>
        {(line) => <Line line={line} />}
      </Lines>
    </>
  );
}

function Outcome({ batch: { received, announced, missing } }: { readonly batch: BatchView }) {
  return (
    <>
      已收到 {received} / {announced} <State tone={missing === 0 ? 'good' : 'due'}>{missing === 0 ? '一个不缺' : `还缺 ${missing} 个`}</State>
    </>
  );
}

function Line({ line: { number, name, size, state, fileId, sha256, receivedAt, refusal } }: { readonly line: BatchLineView }) {
  const [words, tone] = WORDS[state];
  return (
    <>
      <span className="quiet small line-number">{number}</span>
      <div className="main">
        {fileId ? (
          <a className="title" href={contentOf(fileId)} target="_blank" rel="noreferrer">
            <bdi>{name}</bdi>
          </a>
        ) : (
          <strong className="title">
            <bdi>{name}</bdi>
          </strong>
        )}
        <p className="quiet">
          {[size !== undefined && sizeWords(size), receivedAt && `收到于 ${momentWords(receivedAt)}`, state !== 'missing' && sha256 && `SHA-256 ${sha256.slice(0, 16)}…`].filter(Boolean).join(' · ')}
        </p>
        {refusal && <p className="bad-words small">{refusal.zh}</p>}
      </div>
      <div className="side">
        <State tone={tone}>{words}</State>
      </div>
    </>
  );
}
