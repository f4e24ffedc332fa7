import { createHash } from 'node:crypto';
import type { FilePage, FileReceipt, FileView, RecordView } from '@xingchuang/contracts';
import { BRANCHES, fixture, SCHEME, SERVICES, type Stage } from './stage.ts';
import { done, onceKnown, refusal, until } from './visitor.ts';

const FILES = {
  'photo-party-day-visit.jpg': '2025-06-27',
  'photo-field-service.jpg': '2025-04-18',
  'photo-river-patrol.jpg': '2025-09-12',
  'photo-tree-planting.jpg': '2025-03-12',
  'scan-meeting-records.pdf': '2025-09-10',
  'minutes-with-table.docx': '2025-12-05',
} as const;
type FileName = keyof typeof FILES;
const PHOTOS = (Object.keys(FILES) as FileName[]).filter((name) => name.endsWith('.jpg'));

/** Every service answers, the clock is one of rehearsal, the units are known by their codes. */
export async function meetTheSystem(stage: Stage): Promise<void> {
  for (const service of SERVICES) {
    await until(`${service} 就绪`, async () => (await stage.anyone().get(`/api/${service}/health`)).status === 200);
  }
  const { rehearsal } = done<{ rehearsal: boolean }>(await stage.anyone().get('/api/registry/clock'));
  if (!rehearsal) throw new Error('演示要移动日期，请以 CLOCK=rehearsal 启动系统 / the demo moves the clock: start the system with CLOCK=rehearsal');
  await stage.at('2025-12-31');
  await stage.learnUnits();
}

/** A branch keeps what it did in 2025: a photograph, a scan, minutes; and files the meetings with them. */
export async function keepEvidence(stage: Stage): Promise<void> {
  for (const [index, branch] of BRANCHES.entries()) {
    const photo = PHOTOS[index % PHOTOS.length]!;
    const files = new Map<FileName, string>();
    for (const name of [photo, 'scan-meeting-records.pdf', 'minutes-with-table.docx'] as const) files.set(name, await upload(stage, branch, name));
    const person = [{ personId: await stage.personOf(`${branch.toLowerCase()}.clerk`) }];
    const meeting = { host: person, recorder: person, attendees: person, first_topic: 'yes' };
    const records = [
      { day: FILES[photo], title: '主题党日活动', fields: { ...meeting, kind: 'party_day', text: '主题党日，照片见附件。' }, fileIds: [files.get(photo)], tasks: [`${SCHEME}/T18.1`] },
      { day: '2025-09-10', title: '支部党员大会', fields: { ...meeting, kind: 'members', text: '记录见扫描件。' }, fileIds: [files.get('scan-meeting-records.pdf')], tasks: [`${SCHEME}/T02.1`] },
      { day: '2025-12-05', title: '支部委员会会议', fields: { ...meeting, kind: 'committee', text: '研究2025年度星级自评。' }, fileIds: [files.get('minutes-with-table.docx')], tasks: [`${SCHEME}/T01.1`] },
    ];
    for (const [number, record] of records.entries()) {
      const filing = { unitId: stage.unit(branch).id, type: 'meeting', ...record };
      const filed = await onceKnown('本支部人员和任务传到材料服务', () => stage.clerkOf(branch).post('/api/evidence/records', filing), ({ status }) => status === 404 || status === 422);
      stage.records.set(`${branch}/${number + 1}`, done<RecordView>(filed).id);
    }
  }
  await lookAtEvidence(stage);
}

async function upload(stage: Stage, branch: string, name: FileName): Promise<string> {
  const bytes = fixture(name);
  const metadata = { filename: name, unit: stage.unit(branch).id, eventDate: FILES[name], sha256: createHash('sha256').update(bytes).digest('hex') };
  return done<FileReceipt>(await onceKnown('单位传到材料服务', () => stage.clerkOf(branch).upload(bytes, metadata))).id;
}

/** The files are kept as they came, told apart by their bytes, and nobody else's to see. */
async function lookAtEvidence(stage: Stage): Promise<void> {
  const { cells } = stage;
  const clerk = stage.clerkOf('B01');
  const { items } = done<FilePage>(await clerk.get('/api/evidence/files'));
  const named = (name: FileName): FileView => items.find((file) => file.name === name)!;
  const types = (['photo-party-day-visit.jpg', 'scan-meeting-records.pdf', 'minutes-with-table.docx'] as const).map((name) => named(name).mediaType.split(/[/.]/).at(-1));
  cells.add('材料', 'B01 照片、扫描件、会议记录的类型（按内容识别）', 'jpeg pdf document', types.join(' '));
  const photo = named('photo-party-day-visit.jpg');
  cells.add('材料', 'B01 照片自带的时间', '2025-06-27 09:42', (photo.hints.takenAt ?? '').replace('T', ' ').slice(0, 16));
  cells.add('材料', 'B01 照片自带的地点', '40.00 116.27', photo.hints.place ? `${photo.hints.place.latitude.toFixed(2)} ${photo.hints.place.longitude.toFixed(2)}` : '—');
  const kept = await clerk.bytes(`/api/evidence/files/${photo.id}/content`);
  cells.add('材料', 'B01 照片取回后与上传的相同', '是', kept.equals(fixture('photo-party-day-visit.jpg')) ? '是' : '否');
  const other = await stage.clerkOf('B02').get(`/api/evidence/files/${photo.id}`);
  cells.add('材料', 'B02 查看 B01 的照片', '404 不可见', `${other.status} ${refusal(other) ? '不可见' : '可见'}`);
}
