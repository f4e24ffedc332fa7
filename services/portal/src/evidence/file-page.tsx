import { Button } from 'antd';
import { useParams } from 'react-router';
import { FileView } from '@xingchuang/contracts';
import { useRead } from '../api/reading.ts';
import { ItemFlags } from '../audit/item-flags.tsx';
import { FileReceiptProof } from '../integrity/file-receipt-proof.tsx';
import { ItemHold } from '../integrity/item-hold.tsx';
import { PersonName } from '../registry/person-name.tsx';
import { UnitName } from '../registry/unit-name.tsx';
import { dayWords, momentWords, sizeWords } from '../shared/day-words.ts';
import { Page, Pairs, State } from '../shared/page.tsx';
import { Reading } from '../shared/problem-alert.tsx';
import { AlikeFiles } from './file-alike.tsx';
import { contentOf, typeWords } from './file-line.tsx';
import { FilePreview } from './file-preview.tsx';
import { FileStamps } from './file-stamps.tsx';
import { FileTasks } from './file-tasks.tsx';
import { cameraWords, isOtherDay, placeWords } from './photo-hints.tsx';

const SCANS = { clean: '可以使用', quarantined: '等待安全检查', refused: '安全检查未通过' } as const;

/** One file: what it shows, what is known of it, what it is evidence for. */
export function FilePageView() {
  const { id } = useParams();
  const file = useRead(FileView, `/api/evidence/files/${id}`);
  return (
    <Reading read={file}>
      {(data) => (
        <Page
          title={data.title ?? data.name}
          up={{ to: '/app/evidence/files', name: '材料' }}
          lead={`${typeWords(data.mediaType)} · ${sizeWords(data.size)} · 收到于 ${momentWords(data.receivedAt)}`}
          actions={data.scan.state === 'clean' && <Button href={contentOf(data.id)} download={data.name}>下载原文件</Button>}
        >
          <div className="file-page">
            {data.scan.state === 'clean' ? (
              <FilePreview fileId={data.id} />
            ) : (
              <div className="alert">{data.scan.state === 'quarantined' ? '文件正在等待安全检查，通过后即可查看。' : '安全检查发现问题，文件内容已清除。'}</div>
            )}
            <div className="stack">
              <Details file={data} />
              <ItemFlags itemId={data.id} />
              {data.scan.state === 'clean' && <AlikeFiles fileId={data.id} />}
              <FileTasks file={data} />
              {data.scan.state === 'clean' && <FileStamps file={data} />}
              <FileReceiptProof id={data.id} />
              <ItemHold kind="file" id={data.id} />
            </div>
          </div>
        </Page>
      )}
    </Reading>
  );
}

function Details({ file }: { readonly file: FileView }) {
  const { hints } = file;
  return (
    <section className="card">
      <h2>详情</h2>
      <Pairs
        of={[
          ['文件名', file.name],
          ['单位', <UnitName key="unit" id={file.unitId} />],
          ['事件日期', file.eventDate && dayWords(file.eventDate)],
          ['所属时段', file.period],
          ...(hints.takenAt === undefined
            ? []
            : [
                [
                  '相机时间',
                  <span key="taken" className="row" style={{ gap: 8 }}>
                    {cameraWords(hints.takenAt)}
                    {isOtherDay(file) && <State tone="due">与事件日期不同</State>}
                  </span>,
                ] as const,
              ]),
          ...(hints.place ? [['拍摄地点', placeWords(hints.place)] as const] : []),
          ['上传人', <PersonName key="by" id={file.uploadedBy} />],
          ['状态', <State key="scan" tone={file.scan.state === 'clean' ? 'good' : 'due'}>{SCANS[file.scan.state]}</State>],
          ['数字指纹', <code key="digest" className="small" title="SHA-256">{file.sha256}</code>],
        ]}
      />
      {(hints.takenAt ?? hints.place) && <p className="quiet small" style={{ marginTop: 12 }}>相机时间和地点由相机写入，可能不准，仅供参考；公开时会去除。</p>}
    </section>
  );
}
