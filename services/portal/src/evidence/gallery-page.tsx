import { useState } from 'react';
import { Link } from 'react-router';
import { FilePage, LikenessCounts, type FileView } from '@xingchuang/contracts';
import { asProblem } from '../api/problem-error.ts';
import { useList, useRead } from '../api/reading.ts';
import { UnitName } from '../registry/unit-name.tsx';
import { useJurisdiction, useMay } from '../session/session.ts';
import { momentWords } from '../shared/day-words.ts';
import { LongList } from '../shared/long-list.tsx';
import { MoreBelow } from '../shared/more-below.tsx';
import { Nothing, Page, State } from '../shared/page.tsx';
import { Coming, ProblemAlert } from '../shared/problem-alert.tsx';
import { EvidenceSections } from './areas.tsx';
import { cameraWords, isOtherDay, placeWords } from './photo-hints.tsx';
import './viewer.css';

const AT_ONCE = 60;

/** The photos of a unit side by side, with what speaks for a second look. */
export function GalleryPage() {
  const may = useMay();
  const where = useJurisdiction();
  const photos = useList(FilePage, may('file.read') ? '/api/evidence/files' : undefined, { ...where, mediaType: 'image/*', scan: 'clean', limit: AT_ONCE });
  return (
    <Page title="照片" lead="按收到的先后排列；黄色标记提示需要核实的地方">
      <EvidenceSections />
      {photos.error && photos.items.length === 0 ? (
        <ProblemAlert problem={asProblem(photos.error)} />
      ) : photos.loading ? (
        <Coming />
      ) : photos.items.length === 0 ? (
        <div className="card flush">
          <Nothing title="还没有照片" next={<Link to="/app/evidence/files">去上传</Link>}>
            上传的照片会出现在这里。
          </Nothing>
        </div>
      ) : (
        <LongList of={photos.items} label="照片，用方向键逐张查看" keyOf={({ id }) => id} className="gallery" goesOn={photos.more !== undefined}>
          {(file, at) => <Shot file={file} subtree={where.subtree} group={groupOf(photos.items, at)} />}
        </LongList>
      )}
      <MoreBelow of={photos} />
    </Page>
  );
}

/** Those that are asked about together with one of them. */
function groupOf(of: readonly FileView[], at: number): string {
  const first = at - (at % AT_ONCE);
  return of.slice(first, first + AT_ONCE).map(({ id }) => id).join(',');
}

function Shot({ file, subtree, group }: { readonly file: FileView; readonly subtree: boolean; readonly group: string }) {
  const counts = useRead(LikenessCounts, '/api/evidence/likenesses', { fileIds: group }, 60);
  const alike = counts.data?.items.find(({ fileId }) => fileId === file.id)?.count ?? 0;
  const { takenAt, place } = file.hints;
  return (
    <Link to={`/app/evidence/files/${file.id}`}>
      <Small file={file} />
      <div className="about">
        <strong title={file.name}>{file.title ?? file.name}</strong>
        {subtree && (
          <span className="quiet">
            <UnitName id={file.unitId} />
          </span>
        )}
        <span className="quiet">{takenAt ? `拍摄 ${cameraWords(takenAt)}` : `收到 ${momentWords(file.receivedAt)}`}</span>
        {place && <span className="quiet small">{placeWords(place)}</span>}
        {(alike > 0 || isOtherDay(file)) && (
          <span className="marks">
            {alike > 0 && <State tone="due">相似 {alike}</State>}
            {isOtherDay(file) && <State tone="due">日期不符</State>}
          </span>
        )}
      </div>
    </Link>
  );
}

function Small({ file }: { readonly file: FileView }) {
  const [failed, setFailed] = useState(false);
  if (failed) return <span className="shot">没有预览图</span>;
  return <img className="shot" src={`/api/evidence/files/${file.id}/thumbnail`} alt="" loading="lazy" onError={() => setFailed(true)} />;
}
