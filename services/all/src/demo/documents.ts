import { AwardKeyList, AwardPage, BulletinView, CandidateList } from '@xingchuang/contracts';
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
  const [key] = AwardKeyList.parse(done(await stage.anyone().get('/api/publicity/public/award-keys'))).items;
  stage.keep('award-key.pem', Buffer.from(key!.pem)); // what a stranger needs besides the code
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
  await until('十个支部的结果都传到公示服务', async () => {
    const candidates = CandidateList.parse(done(await publicist.get(`/api/publicity/campaigns/${stage.campaignId}/candidates`))).items;
    return candidates.every(({ state }) => state === 'settled');
  });
  const closing = ['各支部要对照条件查找差距，巩固提升创建成果。'];
  const { number, tables, document } = await issued(stage, 'bulletin', { kind: 'results', title: '关于2025年度机关“五星”支部评定结果的通报' }, { closing });
  const levels = tables.flatMap(({ rows }) => rows.map(({ cells }) => cells['levelName']));
  cells.add('1.2', '通报所列等级', '五星1 四星2 三星3 二星1 一星1 无星2', levelCounts((id) => levels.filter((name) => name === LEVELS[id]).length));
  cells.add('1.2', '通报文件', '有文号 PDF', `${/^通报〔2026〕\d+号$/.test(number) ? '有文号' : number} ${isPdf(document) ? 'PDF' : '—'}`);
}

/** After the end of the month: who stands where, and who is commended (S0 L137). */
export async function rankAndCommend(stage: Stage): Promise<void> {
  const { cells } = stage;
  await stage.at('2026-03-03');
  const ranking = await issued(stage, 'ranking', { kind: 'monthly-ranking', period: '2026-02' });
  const rows = ranking.tables.flatMap((table) => table.rows);
  const place = (code: string) => rows.find(({ unitId }) => unitId === stage.unit(code).id)?.cells['place'] ?? '—';
  cells.add('通报', '2月排名通报 B01 B02 B03', '1 2 2 PDF', `${['B01', 'B02', 'B03'].map(place).join(' ')} ${isPdf(ranking.document) ? 'PDF' : '—'}`);
  const circular = await issued(stage, 'circular', { kind: 'commendation' });
  const named = circular.tables.flatMap((table) => table.rows.map(({ unitId }) => BRANCHES.find((code) => stage.unit(code).id === unitId)!)).sort();
  cells.add('1.3', '市直工委表扬通报', 'B02 B03 PDF', `${named.join(' ')} ${isPdf(circular.document) ? 'PDF' : '—'}`);
}

/** Drafted by one person, edited, approved by another, printed as PDF and DOCX. */
async function issued(stage: Stage, name: string, draft: Readonly<Record<string, string>>, changed: Readonly<Record<string, string[]>> = {}): Promise<BulletinView & { readonly document: Buffer }> {
  const publicist = stage.as('wc.publicist');
  const { id, title, texts } = BulletinView.parse(done(await publicist.post('/api/publicity/bulletins', { campaignId: stage.campaignId, ...draft })));
  done(await publicist.put(`/api/publicity/bulletins/${id}`, { title, texts: { ...Object.fromEntries(texts.map((text) => [text.name, text.lines])), ...changed } }));
  done(await stage.as('wc.decider').post(`/api/publicity/bulletins/${id}/approval`));
  const bulletin = await until(`${title}的文件生成`, async () => {
    const one = BulletinView.parse(done(await publicist.get(`/api/publicity/bulletins/${id}`)));
    return one.hasDocument && one;
  });
  const document = await publicist.bytes(`/api/publicity/bulletins/${id}/document`);
  stage.keep(`${name}.pdf`, document);
  stage.keep(`${name}.docx`, await publicist.bytes(`/api/publicity/bulletins/${id}/word`));
  return { ...bulletin, document };
}
