import { useEffect } from 'react';
import { Link } from 'react-router';
import { FilePage } from '@xingchuang/contracts';
import { useList } from '../api/reading.ts';
import { keepPages } from '../onsite/keep-pages.ts';
import { useJurisdiction, useMay, useSession } from '../session/session.ts';
import { useAddressFilter } from '../shared/address-filter.ts';
import { Chips, Lines } from '../shared/lines.tsx';
import { Nothing, Page } from '../shared/page.tsx';
import { EvidenceSections } from './areas.tsx';
import { DropZone } from './drop-zone.tsx';
import { FileLine } from './file-line.tsx';
import { UploadList } from './upload-list.tsx';
import { useBatchUploads } from './uploads.ts';

const KINDS = [
  ['', '全部'],
  ['image/jpeg', '照片'],
  ['application/pdf', 'PDF'],
  ['application/vnd.openxmlformats-officedocument.wordprocessingml.document', 'Word 文档'],
] as const;

/** The files of the unit: bringing them in, finding them again. */
export function FilesPage() {
  const { seat } = useSession();
  const may = useMay();
  const where = useJurisdiction();
  const [mediaType, setMediaType] = useAddressFilter('type');
  const files = useList(FilePage, may('file.read') ? '/api/evidence/files' : undefined, {
    ...where,
    mediaType: mediaType || undefined,
  });
  const uploads = useBatchUploads(seat.unitId);
  useEffect(keepPages, []);
  return (
    <Page title="档案" lead="照片、扫描件和文档；每个文件收到后不再改动" actions={<Link to="/app/evidence/batches">上传回执</Link>}>
      <EvidenceSections />
      {may('file.upload') && (
        <DropZone uploads={uploads}>
          <UploadList unitId={seat.unitId} uploads={uploads} />
        </DropZone>
      )}
      <Chips label="文件类型" value={mediaType} of={KINDS} onChange={setMediaType} />
      <Lines
        of={files}
        label="材料"
        keyOf={({ id }) => id}
        empty={
          <Nothing title={mediaType ? '没有这类文件' : uploads.sendings.length > 0 ? '正在接收' : '还没有材料'}>
            {may('file.upload') && '选择文件或拍照，上传后会出现在这里。'}
          </Nothing>
        }
      >
        {(file) => <FileLine file={file} unit={where.subtree} />}
      </Lines>
    </Page>
  );
}
