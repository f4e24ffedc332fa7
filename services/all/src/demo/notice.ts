import { AwardPage, BulletinView, CandidateList, ComplaintList, ComplaintReceipt, ComplaintStatus, NoticeView, type CaseView, type UnitTitlesView } from '@xingchuang/contracts';
import type { z } from 'zod';
import { inChinese } from './declare.ts';
import type { Stage } from './stage.ts';
import { done, refusal, until } from './visitor.ts';

type Awards = z.infer<typeof AwardPage>;
const ON_NOTICE = ['B01', 'B02', 'B03', 'B10'] as const;
const isPdf = (bytes: Buffer): boolean => bytes.subarray(0, 5).toString('latin1') === '%PDF-';

/** The work committee puts four and five stars before the public for five working days (S0 L135). */
export async function publishNotice(stage: Stage): Promise<void> {
  const { cells } = stage;
  await stage.at('2026-02-13');
  const publicist = stage.as('wc.publicist');
  await until('拟评定结果传到公示服务', async () => {
    const { status, body } = await publicist.get(`/api/publicity/campaigns/${stage.campaignId}/candidates`);
    return status === 200 && CandidateList.parse(body).items.filter(({ needsNotice, state }) => needsNotice && state === 'ready').length === ON_NOTICE.length;
  });
  const input = { campaignId: stage.campaignId, unitIds: ON_NOTICE.map((code) => stage.unit(code).id), title: '关于2025年度拟评定四星、五星机关党支部的公示', phone: '0399-0000000' };
  const notice = NoticeView.parse(done(await publicist.post('/api/publicity/notices', input)));
  stage.noticeId = notice.id;
  cells.add('1.2', '公示对象', 'B01 B02 B03 B10', ON_NOTICE.filter((code) => notice.candidates.some(({ unitId }) => unitId === stage.unit(code).id)).join(' '));
  cells.add('1.2 W1', '公示期的工作日', '02-14 02-24 02-25 02-26 02-27', notice.limit.derivation.filter(({ counted }) => counted !== null).map(({ day }) => day.slice(5)).join(' '));
  cells.add('1.2 W1', '公示最后一天', '2026-02-27', notice.limit.lastDay);
  const path = `/api/publicity/public/notices/${notice.id}`;
  await until('公示文件生成', async () => NoticeView.parse(done(await stage.anyone().get(path))).hasDocument);
  const document = await stage.anyone().bytes(`${path}/document`);
  stage.keep('notice.pdf', document);
  cells.add('1.2', '公示文件', 'PDF', isPdf(document) ? 'PDF' : '—');
}

/** Somebody reports that B10 made up its service hours. */
export async function complain(stage: Stage): Promise<void> {
  await stage.at('2026-02-25');
  const complaint = { unitId: stage.unit('B10').id, text: '该支部2025年志愿服务时长记录与实际不符，涉嫌编造。', remedy: '请核实。' };
  const { receiptCode, receivedOn } = ComplaintReceipt.parse(done(await stage.anyone().post(`/api/publicity/public/notices/${stage.noticeId}/complaints`, complaint)));
  stage.receiptCode = receiptCode;
  stage.cells.add('1.2', 'B10 被举报', '2026-02-25 已受理', `${receivedOn} 已受理`);
}

/** The complaint proves true: disqualified, accountability opened; the notice may not be confirmed on its last day. */
export async function upholdComplaint(stage: Stage): Promise<void> {
  const { cells } = stage;
  await stage.at('2026-02-27');
  const publicist = stage.as('wc.publicist');
  const [complaint] = ComplaintList.parse(done(await publicist.get(`/api/publicity/notices/${stage.noticeId}/complaints`))).items;
  const handling = { upheld: true, fraud: true, finding: '经核查，部分服务时长系编造，举报属实。', answer: '举报属实，已取消该支部评选资格。' };
  done(await publicist.post(`/api/publicity/complaints/${complaint!.id}/handling`, handling));
  const { settled } = await until('B10 取消资格传到评定服务', async () => {
    const detail = await stage.candidacy('B10');
    return detail.state === 'settled' && detail;
  });
  cells.add('1.2', 'B10 取消资格', '无星 V3 2026-02-27', `${inChinese[settled!.level.id]} ${settled!.because} ${settled!.on}`);
  const opened = await until('责任追究记录', async () => {
    const { items } = done<{ items: CaseView[] }>(await stage.as('pg.decider').get(`/api/rectification/cases?unitId=${stage.unit('B10').id}`));
    return items.find(({ rung }) => rung === 'AC1');
  });
  cells.add('1.2', 'B10 责任追究记录', '责任追究 2026-02-27', `${opened.name} ${opened.assignedOn}`);
  const { state } = ComplaintStatus.parse(done(await stage.anyone().get(`/api/publicity/public/notices/${stage.noticeId}/complaints/${stage.receiptCode}`)));
  cells.add('1.2', '举报人凭回执查询', '属实', state === 'upheld' ? '属实' : state);
  const early = refusal(await publicist.post(`/api/publicity/notices/${stage.noticeId}/confirmation`));
  cells.add('1.2', '2026-02-27 确认公示结果', '拒绝 notice.running', early ? `拒绝 ${early.code}` : '接受');
}

/** The notice is over: the rest is confirmed, levels are final, awards follow. */
export async function confirmNotice(stage: Stage): Promise<void> {
  const { cells } = stage;
  await stage.at('2026-02-28');
  const confirmed = await stage.as('wc.publicist').post(`/api/publicity/notices/${stage.noticeId}/confirmation`);
  cells.add('1.2', '2026-02-28 确认公示结果', '接受 2026-02-28', refusal(confirmed)?.code ?? `接受 ${NoticeView.parse(confirmed.body).confirmedOn}`);
  await until('确认结果传到评定服务', async () => (await Promise.all((['B01', 'B02', 'B03'] as const).map((code) => stage.candidacy(code)))).every(({ state }) => state === 'settled'));
  for (const [code, level] of [['B01', '五星'], ['B02', '四星'], ['B03', '四星']] as const) {
    cells.add('1.2', `${code} 最终等级`, level, inChinese[(await stage.candidacy(code)).settled!.level.id]!);
  }
  const { items } = done<UnitTitlesView>(await stage.as('u1.leader').get(`/api/assessment/campaigns/${stage.campaignId}/titles`));
  const three = items[0]!.shares.find(({ level }) => level.id === 'three')!;
  cells.add('1.2', '三星及以上', '6/10 = 60%', `${three.atLeast}/${three.total} = ${three.percent}%`);
  await printCertificates(stage);
}

/** Certificates with numbers, which anyone can verify. */
async function printCertificates(stage: Stage): Promise<void> {
  const { cells } = stage;
  const leader = stage.as('u1.leader');
  const awards = await until('证书生成', async () => {
    const { items } = AwardPage.parse(done(await leader.get(`/api/publicity/awards?campaignId=${stage.campaignId}`))) as Awards;
    return items.length === 3 && items.every(({ hasCertificate }) => hasCertificate) && items;
  });
  const codes = ON_NOTICE.filter((code) => awards.some(({ unitId }) => unitId === stage.unit(code).id));
  cells.add('1.2', '颁发证书', 'B01 B02 B03', codes.join(' '));
  for (const code of codes) {
    const { id, number } = awards.find(({ unitId }) => unitId === stage.unit(code).id)!;
    const certificate = await leader.bytes(`/api/publicity/awards/${id}/certificate`);
    stage.keep(`certificate-${code}.pdf`, certificate);
    const page = await stage.anyone().get(`/verify/${number}`);
    const says = String(page.body).includes('有效') && String(page.body).includes(stage.unit(code).name);
    cells.add('1.2', `${code} 证书与核验页`, 'PDF 有效', `${isPdf(certificate) ? 'PDF' : '—'} ${says ? '有效' : `${page.status}`}`);
  }
}

/** The results in a numbered bulletin. */
export async function issueBulletin(stage: Stage): Promise<void> {
  const { cells } = stage;
  const publicist = stage.as('wc.publicist');
  const draft = await until('十个支部的结果都传到公示服务', async () => {
    const candidates = CandidateList.parse(done(await publicist.get(`/api/publicity/campaigns/${stage.campaignId}/candidates`))).items;
    return candidates.every(({ state }) => state === 'settled') && publicist.post('/api/publicity/bulletins', { campaignId: stage.campaignId, title: '关于2025年度机关“五星”支部评定结果的通报' });
  });
  const { id, rows, paragraphs } = BulletinView.parse(done(draft));
  cells.add('1.2', '通报所列等级', '五星1 四星2 三星3 二星1 一星1 无星2', Object.values(inChinese).reverse().map((level) => `${level}${rows.filter(({ levelName }) => levelName === level).length}`).join(' '));
  const conclusion = '各支部要对照条件查找差距，巩固提升创建成果。';
  done(await publicist.put(`/api/publicity/bulletins/${id}`, { title: '关于2025年度机关“五星”支部评定结果的通报', paragraphs: [...paragraphs, conclusion] }));
  const { number } = BulletinView.parse(done(await publicist.post(`/api/publicity/bulletins/${id}/approval`)));
  await until('通报文件生成', async () => BulletinView.parse(done(await publicist.get(`/api/publicity/bulletins/${id}`))).hasDocument);
  const document = await publicist.bytes(`/api/publicity/bulletins/${id}/document`);
  stage.keep('bulletin.pdf', document);
  cells.add('1.2', '通报文件', '有文号 PDF', `${/^通报〔2026〕\d+号$/.test(number) ? '有文号' : number} ${isPdf(document) ? 'PDF' : '—'}`);
}
