import { AwardPage, BulletinView, CandidateList } from '@xingchuang/contracts';
import { BRANCHES, type Stage } from './stage.ts';
import { done, until } from './visitor.ts';
import { levelCounts, LEVELS } from './words.ts';

export const isPdf = (bytes: Buffer): boolean => bytes.subarray(0, 5).toString('latin1') === '%PDF-';

/** Certificates with numbers, which anyone can verify. */
export async function printCertificates(stage: Stage): Promise<void> {
  const { cells } = stage;
  const leader = stage.as('u1.leader');
  const awards = await until('证书生成', async () => {
    const { items } = AwardPage.parse(done(await leader.get(`/api/publicity/awards?campaignId=${stage.campaignId}`)));
    return items.length === 3 && items.every(({ hasCertificate }) => hasCertificate) && items;
  });
  const codes = BRANCHES.filter((code) => awards.some(({ unitId }) => unitId === stage.unit(code).id));
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
  cells.add('1.2', '通报所列等级', '五星1 四星2 三星3 二星1 一星1 无星2', levelCounts((id) => rows.filter(({ levelName }) => levelName === LEVELS[id]).length));
  const conclusion = '各支部要对照条件查找差距，巩固提升创建成果。';
  done(await publicist.put(`/api/publicity/bulletins/${id}`, { title: '关于2025年度机关“五星”支部评定结果的通报', paragraphs: [...paragraphs, conclusion] }));
  const { number } = BulletinView.parse(done(await publicist.post(`/api/publicity/bulletins/${id}/approval`)));
  await until('通报文件生成', async () => BulletinView.parse(done(await publicist.get(`/api/publicity/bulletins/${id}`))).hasDocument);
  const document = await publicist.bytes(`/api/publicity/bulletins/${id}/document`);
  stage.keep('bulletin.pdf', document);
  cells.add('1.2', '通报文件', '有文号 PDF', `${/^通报〔2026〕\d+号$/.test(number) ? '有文号' : number} ${isPdf(document) ? 'PDF' : '—'}`);
}
