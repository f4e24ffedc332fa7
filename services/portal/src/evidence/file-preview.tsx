import { useEffect, useState } from 'react';
import { DerivedView, FileText, FileView, LACKS, type Lack } from '@xingchuang/contracts';
import { useRead } from '../api/reading.ts';
import { Nothing } from '../shared/page.tsx';
import { Coming, Reading } from '../shared/problem-alert.tsx';
import { contentOf } from './file-line.tsx';
import { Sheets } from './viewer.tsx';
import './viewer.css';

const AGAIN_MS = 2_000;

/** What was made of a file; asked again as long as something is still being made. */
export function useDerived(fileId: string) {
  const read = useRead(DerivedView, `/api/evidence/files/${fileId}/derived`, {}, 60);
  const waits = read.data?.preview.state === 'waiting' || read.data?.text.state === 'waiting';
  const { refetch } = read;
  useEffect(() => {
    if (!waits) return;
    const timer = setInterval(() => void refetch(), AGAIN_MS);
    return () => clearInterval(timer);
  }, [waits, refetch]);
  return read;
}

/** A file as one looks at it: pages or picture, its words, or why there is neither. */
export function FilePreview({ fileId }: { readonly fileId: string }) {
  const file = useRead(FileView, `/api/evidence/files/${fileId}`, {}, 60);
  const derived = useDerived(fileId);
  return <Reading read={file}>{(data) => <Reading read={derived}>{(made) => <Preview key={fileId} file={data} made={made} />}</Reading>}</Reading>;
}

type Side = 'pages' | 'text';

function Preview({ file, made }: { readonly file: FileView; readonly made: DerivedView }) {
  const [chosen, choose] = useState<Side>();
  const { preview, text } = made;
  const side = chosen ?? (preview.state === 'none' && text.state === 'ready' ? 'text' : 'pages');
  const isTextOnly = preview.lack === 'kind' && text.state === 'ready';
  const pages = ['pages', file.mediaType.startsWith('image/') ? '照片' : '页面'] as const;
  const words = ['text', text.source === 'ocr' ? '识别文字' : '文字'] as const;
  const sides: readonly (readonly [Side, string])[] = isTextOnly ? [words] : [pages, words];
  return (
    <section className="viewer" aria-label={`查看 ${file.name}`}>
      <div className="viewer-sides" role="group" aria-label="查看方式">
        {sides.map(([id, name]) => (
          <button key={id} type="button" aria-pressed={side === id} onClick={() => choose(id)}>
            {name}
          </button>
        ))}
      </div>
      {side === 'text' ? <Words made={made} /> : <Pages file={file} made={made} />}
    </section>
  );
}

function Pages({ file, made: { preview } }: { readonly file: FileView; readonly made: DerivedView }) {
  if (preview.state === 'waiting') return <Making what="正在生成预览，一会儿就好…" />;
  if (preview.state === 'none') return <Lacking what="没有预览图" lack={preview.lack} fileId={file.id} />;
  return <Sheets fileId={file.id} name={file.name} pages={preview.pages} />;
}

function Words({ made: { fileId, text } }: { readonly made: DerivedView }) {
  const read = useRead(FileText, text.state === 'ready' ? `/api/evidence/files/${fileId}/text` : undefined, {}, 3_600);
  if (text.state === 'waiting') return <Making what="正在提取文字…" />;
  if (text.state === 'none') return <Lacking what="没有文字" lack={text.lack} fileId={fileId} />;
  return (
    <Reading read={read}>
      {({ text: words, source, confidence }) => (
        <div className="viewer-words">
          {source === 'ocr' && <p className="alert info">机器从图上识别的文字，可能有错，以画面为准{confidence !== undefined && `；把握约 ${confidence}%`}。</p>}
          <div className="words" tabIndex={0} role="region" aria-label="文字内容">
            {words}
          </div>
        </div>
      )}
    </Reading>
  );
}

const Making = ({ what }: { readonly what: string }) => (
  <div className="viewer-empty">
    <Coming />
    <p className="quiet">{what}</p>
  </div>
);

const Lacking = ({ what, lack, fileId }: { readonly what: string; readonly lack: Lack | undefined; readonly fileId: string }) => (
  <div className="viewer-empty">
    <Nothing title={what} next={<a href={contentOf(fileId)}>下载原文件</a>}>
      {lack && LACKS[lack].zh}
    </Nothing>
  </div>
);
