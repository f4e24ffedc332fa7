import { useEffect, useRef, useState } from 'react';
import type { FormItem, VisitDetail } from '@xingchuang/contracts';
import { contentOf } from '../evidence/file-line.tsx';
import type { Book } from './book.ts';
import type { KeptEntry } from './book-db.ts';
import type { Shown } from './sheet-state.ts';

interface CheckPhotosProps {
  readonly item: FormItem;
  readonly visit: VisitDetail;
  readonly photos: Shown['photos'];
  readonly notes: readonly KeptEntry[];
  readonly book: Book;
  readonly locked: boolean;
}

/** Takes a photo here and now; it is kept on the device and uploaded when there is a network. */
export function TakePhoto({
  item,
  visit,
  book,
  isMissing,
}: Pick<CheckPhotosProps, 'item' | 'visit' | 'book'> & { readonly isMissing: boolean }) {
  return (
    <label className="tool">
      拍照{isMissing ? '（必拍）' : ''}
      <input
        type="file"
        accept="image/*"
        capture="environment"
        className="hidden-input"
        aria-label={`拍照：${item.zh}`}
        onChange={(event) => {
          for (const file of event.target.files ?? []) void book.photograph(visit.id, item.id, file);
          event.target.value = '';
        }}
      />
    </label>
  );
}

/** The photos of an item, and where each of them is. */
export function CheckPhotos({ item, visit, photos, notes, book, locked }: CheckPhotosProps) {
  const remove = (id: string) =>
    notes.some((note) => note.id === id)
      ? void book.forget(id)
      : void book.note(visit.id, { what: 'photo-removed', itemId: item.id, photoId: id });
  if (photos.length === 0) return null;
  return (
    <div className="photos">
      {photos.map(({ id, fileId, picture }) => (
        <figure key={id}>
          <Picture fileId={fileId} picture={picture} name={item.zh} />
          <figcaption>{notes.some((note) => note.id === id) ? '已保存在本机' : '已上传'}</figcaption>
          {!locked && (
            <button type="button" className="plain small" onClick={() => remove(id)}>
              移除
            </button>
          )}
        </figure>
      ))}
    </div>
  );
}

function Picture({
  fileId,
  picture,
  name,
}: {
  readonly fileId: string | undefined;
  readonly picture: Blob | undefined;
  readonly name: string;
}) {
  const image = useRef<HTMLImageElement>(null);
  const [isMade, setMade] = useState(true); // a thumbnail is made a moment after the upload
  const kept = isMade ? `/api/evidence/files/${fileId}/thumbnail` : contentOf(fileId ?? '');
  useEffect(() => {
    if (!picture) return undefined;
    const made = URL.createObjectURL(picture);
    image.current!.src = made;
    return () => URL.revokeObjectURL(made);
  }, [picture]);
  return <img ref={image} {...(picture ? {} : { src: kept })} alt={`现场照片：${name}`} onError={() => setMade(false)} />;
}
