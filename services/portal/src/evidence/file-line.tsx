import { useState } from 'react';
import { Link } from 'react-router';
import type { FileView } from '@xingchuang/contracts';
import { dayWords, momentWords, sizeWords } from '../shared/day-words.ts';
import { State } from '../shared/page.tsx';
import { UnitName } from '../registry/unit-name.tsx';

const TYPES: readonly (readonly [RegExp, string])[] = [
  [/^image\//, '图片'],
  [/pdf/, 'PDF'],
  [/word/, '文档'],
  [/sheet|excel|csv/, '表格'],
  [/presentation|powerpoint/, '演示'],
  [/^video\//, '视频'],
  [/^audio\//, '录音'],
  [/^text\//, '文本'],
];
export const typeWords = (mediaType: string): string => TYPES.find(([shape]) => shape.test(mediaType))?.[1] ?? '文件';

export const contentOf = (id: string): string => `/api/evidence/files/${id}/content`;

/** A small picture of a file, or what sort of file it is. */
export function Thumb({ file }: { readonly file: FileView }) {
  const [failed, setFailed] = useState(false); // it may still be in the making, or be broken inside
  if (failed || !file.hasThumbnail) return <span className="thumb">{typeWords(file.mediaType)}</span>;
  return <img className="thumb" src={`/api/evidence/files/${file.id}/thumbnail`} alt="" loading="lazy" width="48" height="48" onError={() => setFailed(true)} />;
}

/** What a list tells of a file. */
export function FileLine({ file, unit }: { readonly file: FileView; readonly unit: boolean }) {
  return (
    <>
      <Thumb file={file} />
      <div className="main">
        <Link className="title" to={`/app/evidence/files/${file.id}`}>
          <bdi>{file.title ?? file.name}</bdi>
        </Link>
        {file.scan.state !== 'clean' && (
          <>
            {' '}
            <State tone={file.scan.state === 'quarantined' ? 'due' : 'bad'}>{file.scan.state === 'quarantined' ? '等待病毒检查' : '病毒检查未通过'}</State>
          </>
        )}
        <p className="quiet">
          {unit && (
            <>
              <UnitName id={file.unitId} /> ·{' '}
            </>
          )}
          {file.title && (
            <>
              <bdi>{file.name}</bdi> ·{' '}
            </>
          )}
          {typeWords(file.mediaType)} · {sizeWords(file.size)} · 收到于 {momentWords(file.receivedAt)}
          {file.eventDate && ` · 事件日期 ${dayWords(file.eventDate)}`}
          {file.period && ` · 所属期间 ${file.period}`}
          {file.hints.takenAt && ` · 相机时间 ${dayWords(file.hints.takenAt.slice(0, 10))}`}
        </p>
      </div>
      <div className="side">
        {file.tasks.length > 0 && <span className="quiet small">已关联 {file.tasks.length} 项任务</span>}
        {file.scan.state === 'clean' && (
          <a href={contentOf(file.id)} download={file.name}>
            下载
          </a>
        )}
      </div>
    </>
  );
}
