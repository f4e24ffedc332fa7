import { Input } from 'antd';
import { useState } from 'react';
import { FilePage, MOST_PHOTOS, type ArticleWrite } from '@xingchuang/contracts';
import { useList } from '../api/reading.ts';
import { LongList } from '../shared/long-list.tsx';
import { MoreBelow } from '../shared/more-below.tsx';
import './showcase.css';

type Photo = ArticleWrite['photos'][number];

interface PhotoPickerProps {
  readonly id?: string;
  readonly value?: readonly Photo[];
  readonly onChange?: (photos: Photo[]) => void;
  readonly unitId: string;
}

const NONE: readonly Photo[] = [];
const thumbnailOf = (fileId: string) => `/api/evidence/files/${fileId}/thumbnail`;

/** Photos chosen from the unit's evidence, in the order in which they are shown, each with its caption. */
export function PhotoPicker({ id, value = NONE, onChange, unitId }: PhotoPickerProps) {
  const [choosing, choose] = useState(value.length === 0);
  const photos = useList(FilePage, choosing ? '/api/evidence/files' : undefined, { unitId, mediaType: 'image/*', scan: 'clean', limit: 60 });
  const isChosen = (fileId: string) => value.some((one) => one.fileId === fileId);
  const change = (next: readonly Photo[]) => onChange?.([...next]);
  const toggle = (fileId: string) => change(isChosen(fileId) ? value.filter((one) => one.fileId !== fileId) : [...value, { fileId, caption: '' }]);
  const earlier = (at: number) => change(value.toSpliced(at, 1).toSpliced(at - 1, 0, value[at]!));
  return (
    <div id={id} className="stack tight">
      {value.length > 0 && (
        <ol className="chosen-photos" aria-label="已选照片">
          {value.map(({ fileId, caption }, at) => (
            <li key={fileId}>
              <img src={thumbnailOf(fileId)} alt="" />
              <Input
                aria-label={`第 ${at + 1} 张的说明`}
                placeholder="照片说明"
                value={caption}
                maxLength={100}
                onChange={(event) => change(value.with(at, { fileId, caption: event.target.value }))}
              />
              <span className="row">
                {at > 0 && (
                  <button type="button" className="plain small" onClick={() => earlier(at)} aria-label={`第 ${at + 1} 张前移`}>
                    前移
                  </button>
                )}
                <button type="button" className="plain small" onClick={() => toggle(fileId)} aria-label={`去掉第 ${at + 1} 张`}>
                  去掉
                </button>
              </span>
            </li>
          ))}
        </ol>
      )}
      <div>
        <button type="button" className="plain" aria-expanded={choosing} onClick={() => choose(!choosing)}>
          {choosing ? '收起' : '从档案照片中选择'}
        </button>
      </div>
      {choosing && photos.items.length === 0 && <p className="quiet">{photos.loading ? '正在载入…' : '这个单位的档案中还没有照片。'}</p>}
      {choosing && photos.items.length > 0 && (
        <div className="pick-frame">
          <LongList of={photos.items} label="档案照片" keyOf={({ id: fileId }) => fileId} className="pick-photos" goesOn={photos.more !== undefined}>
            {(file) => (
              <button type="button" aria-pressed={isChosen(file.id)} disabled={!isChosen(file.id) && value.length >= MOST_PHOTOS} onClick={() => toggle(file.id)} title={file.name}>
                <img src={thumbnailOf(file.id)} alt={file.title ?? file.name} loading="lazy" />
              </button>
            )}
          </LongList>
          <MoreBelow of={photos} />
        </div>
      )}
    </div>
  );
}
