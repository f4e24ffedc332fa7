import { CandidateList, ComplaintList, ComplaintReceipt, ComplaintStatus, NoticeView, type CaseView, type UnitTitlesView } from '@xingchuang/contracts';
import { isPdf, printCertificates } from './documents.ts';
import type { Stage } from './stage.ts';
import { done, refusal, until } from './visitor.ts';
import { levelWord } from './words.ts';

const ON_NOTICE = ['B01', 'B02', 'B03', 'B10'] as const;

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
  cells.add('1.2', 'B10 取消资格', '无星 V3 2026-02-27', `${levelWord(settled!.level.id)} ${settled!.because} ${settled!.on}`);
  const opened = await until('责任追究记录', async () => {
    const { items } = done<{ items: CaseView[] }>(await stage.as('pg.decider').get(`/api/rectification/cases?unitId=${stage.unit('B10').id}`));
    return items.find(({ rung }) => rung === 'AC1');
  });
  cells.add('1.2', 'B10 责任追究记录', '责任追究 2026-02-27', `${opened.name} ${opened.calledOn}`);
  const { state } = ComplaintStatus.parse(done(await stage.anyone().post('/api/publicity/public/complaints/status', { receiptCode: stage.receiptCode })));
  cells.add('1.2', '举报人凭回执查询', '属实', state === 'upheld' ? '属实' : state);
  const early = refusal(await publicist.post(`/api/publicity/notices/${stage.noticeId}/confirmation`));
  cells.add('1.2', '2026-02-27 确认公示结果', '拒绝 公示期至2026-02-27', early ? `拒绝 公示期至${String(early.facts['lastDay'])}` : '接受');
}

/** The notice is over: the rest is confirmed, levels are final, awards follow. */
export async function confirmNotice(stage: Stage): Promise<void> {
  const { cells } = stage;
  await stage.at('2026-02-28');
  const confirmed = await stage.as('wc.publicist').post(`/api/publicity/notices/${stage.noticeId}/confirmation`);
  cells.add('1.2', '2026-02-28 确认公示结果', '接受 2026-02-28', refusal(confirmed)?.code ?? `接受 ${NoticeView.parse(confirmed.body).confirmedOn}`);
  await until('确认结果传到评定服务', async () => (await Promise.all((['B01', 'B02', 'B03'] as const).map((code) => stage.candidacy(code)))).every(({ state }) => state === 'settled'));
  for (const [code, level] of [['B01', '五星'], ['B02', '四星'], ['B03', '四星']] as const) {
    cells.add('1.2', `${code} 最终等级`, level, levelWord((await stage.candidacy(code)).settled!.level.id));
  }
  const { items } = done<UnitTitlesView>(await stage.as('u1.leader').get(`/api/assessment/campaigns/${stage.campaignId}/titles`));
  const three = items[0]!.shares.find(({ level }) => level.id === 'three')!;
  cells.add('1.2', '三星及以上', '6/10 = 60%', `${three.atLeast}/${three.total} = ${three.percent}%`);
  await printCertificates(stage);
}
