import { Progress } from 'antd';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { Link, useParams } from 'react-router';
import { AwardBatchItemPage, AwardBatchView, type AwardBatchItemView } from '@xingchuang/contracts';
import { useList, useRead } from '../api/reading.ts';
import { useAddressFilter } from '../shared/address-filter.ts';
import { dayWords } from '../shared/day-words.ts';
import { Chips, Lines } from '../shared/lines.tsx';
import { Nothing, Page, State } from '../shared/page.tsx';
import { PdfPreview } from '../shared/pdf-preview.tsx';
import { Reading } from '../shared/problem-alert.tsx';
import { ITEM_WORDS } from './award-words.ts';

const AGAIN_MS = 1_000;

export function AwardBatchPageView() {
  const { id } = useParams();
  const path = `/api/publicity/award-batches/${id}`;
  const read = useRead(AwardBatchView, path, {}, 0);
  const queries = useQueryClient();
  const running = read.data?.state === 'running';
  useEffect(() => {
    if (!running) return undefined;
    const timer = setInterval(() => void queries.invalidateQueries({ predicate: ({ queryKey }) => String(queryKey[0]).startsWith(path) }), AGAIN_MS);
    return () => clearInterval(timer);
  }, [running, queries, path]);
  return <Reading read={read}>{(data) => <Batch of={data} />}</Reading>;
}

function Batch({ of: batch }: { readonly of: AwardBatchView }) {
  const over = batch.made + batch.refused + batch.leftOut;
  return (
    <Page
      title={batch.title}
      up={{ to: '/app/publicity/award-batches', name: '颁发批次' }}
      lead={
        <span className="row">
          <State tone={batch.state === 'done' ? 'good' : 'due'}>{batch.state === 'done' ? '已完成' : '进行中'}</State>
          {`${dayWords(batch.startedOn)}颁发 · ${batch.total} 个单位`}
        </span>
      }
      actions={
        batch.made > 0 && (
          <a href={`/api/publicity/award-batches/${batch.id}/documents`} download>
            下载全部文件（ZIP）
          </a>
        )
      }
    >
      <section className="card" aria-label="进度">
        <Progress percent={batch.total === 0 ? 0 : Math.floor((100 * over) / batch.total)} aria-label="制作进度" />
        <p role="status">{`已编号 ${batch.numbered} · 已制作 ${batch.made} · 无法制作 ${batch.refused} · 未颁发 ${batch.leftOut}，共 ${batch.total}`}</p>
        {batch.state === 'running' && <p className="quiet small">可以离开这一页，制作会继续；中断后也会接着做，编号不会重复。</p>}
      </section>
      <Items of={batch} />
    </Page>
  );
}

function Items({ of: batch }: { readonly of: AwardBatchView }) {
  const [state, setState] = useAddressFilter('state');
  const [shown, setShown] = useState<AwardBatchItemView>();
  const items = useList(AwardBatchItemPage, `/api/publicity/award-batches/${batch.id}/items`, { state: state || undefined });
  const preview = shown ?? items.items.find((item) => item.state === 'made');
  return (
    <div className="split">
      <div className="stack">
        <Chips
          label="状态"
          value={state}
          of={[
            ['', '全部'],
            ['made', '已制作'],
            ['refused', '无法制作'],
            ['left-out', '未颁发'],
          ]}
          onChange={setState}
        />
        <Lines of={items} label="单位" keyOf={({ id }) => id} empty={<Nothing title="没有这样的单位" />}>
          {(item) => (
            <>
              <div className="main">
                {item.awardId ? (
                  <Link className="title" to={`/app/publicity/awards/${item.awardId}`}>
                    {item.unitName}
                  </Link>
                ) : (
                  <span className="title">{item.unitName}</span>
                )}
                <p className="quiet">{[item.number, item.whyZh].filter(Boolean).join(' · ')}</p>
              </div>
              <div className="side">
                {item.state === 'made' && (
                  <button type="button" className="plain small" onClick={() => setShown(item)} aria-label={`预览 ${item.number}`}>
                    预览
                  </button>
                )}
                <State tone={ITEM_WORDS[item.state][1]}>{ITEM_WORDS[item.state][0]}</State>
              </div>
            </>
          )}
        </Lines>
      </div>
      <aside className="card stack tight" aria-label="预览">
        <h2>预览</h2>
        {preview ? (
          <>
            <p className="quiet small">{`${preview.number} · ${preview.unitName}`}</p>
            <Preview of={preview} />
          </>
        ) : (
          <p className="quiet">做好一份后在这里看样。</p>
        )}
      </aside>
    </div>
  );
}

function Preview({ of: item }: { readonly of: AwardBatchItemView }) {
  return <PdfPreview key={item.awardId} src={`/api/publicity/awards/${item.awardId}/document`} label={item.number} />;
}
