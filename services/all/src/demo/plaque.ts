import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AwardDetailView, AwardPage, type CampaignView, type CandidacyDetail, type CandidacyList, type DraftView } from '@xingchuang/contracts';
import { isPdf } from './documents.ts';
import { ROOT, type Stage } from './stage.ts';
import { done, onceKnown, until } from './visitor.ts';
import { levelWord } from './words.ts';

/** The programme that hands out plaques (S4 L107). */
const FOUR_STRONG = 'pingdingshan-four-strong-branch';
/** What its source leaves open [C]. */
const PARAMETERS = { implementation_period: 'assessed_year', catch_all_by: 'organ_committee', naming_tolerance: 10, subsidy_amount: 5000 };
const MET = { political_function: true, leading_team: true, members_team: true, role_played: true, debriefing_grade: 'good' };

/** A second programme is published and B01 goes the whole way to its evaluation; only one in ten may be recommended (S4 L99). */
export async function recommendFourStrong(stage: Stage): Promise<void> {
  const { cells } = stage;
  const text = readFileSync(join(ROOT, 'schemes', `${FOUR_STRONG}.yaml`), 'utf8');
  const draft = done<DraftView>(await stage.as('c.admin').post('/api/assessment/scheme-drafts', { text }));
  done(await stage.as('c.admin').post(`/api/assessment/scheme-drafts/${draft.id}/publication`, {}, { 'if-match': `"${draft.version}"` }));
  const input = { title: '2025年度机关“四强”党支部', schemeId: FOUR_STRONG, unitId: stage.unit('U1').id, declaring: { from: '2026-01-30', to: '2026-02-06' }, parameters: PARAMETERS };
  const { id: campaignId } = done<CampaignView>(await stage.as('pg.decider').post('/api/assessment/campaigns', input));
  stage.fourStrong = await until('B01 列入“四强”评定', async () => {
    const { items } = done<CandidacyList>(await stage.as('u1.leader').get(`/api/assessment/candidacies?campaignId=${campaignId}`));
    return items.find(({ unit }) => unit.code === 'B01')?.id;
  });
  done(await stage.as('oc.reviewer').post(`/api/assessment/campaigns/${campaignId}/facts/import`, { units: [{ unit: 'B01', facts: MET }] }));
  const step = async (who: string, command: string, body: object = { text: '同意。' }) => done<CandidacyDetail>(await stage.as(who).post(`/api/assessment/candidacies/${stage.fourStrong}/${command}`, body));
  await step('b01.clerk', 'declare', { level: 'four_strong', text: '对照二十项任务自评。', evidence: [stage.records.get('B01/1')!] });
  await step('oc.reviewer', 'propose');
  await step('pg.decider', 'recommend');
  const { state, level } = await step('wc.decider', 'decide');
  cells.add('6 T1', 'B01 “四强”评定', '四强 已评定', `${levelWord(level?.id)} ${state === 'decided' ? '已评定' : state}`);
}

/** Named on the first of July: the plaque has a number, its maker's artwork, and goes to somebody on a day (S4 L101). */
export async function awardPlaque(stage: Stage): Promise<void> {
  const { cells } = stage;
  await stage.at('2026-07-01');
  done(await stage.as('wc.decider').post(`/api/assessment/candidacies/${stage.fourStrong}/confirm`, { text: '命名。' }));
  const publicist = stage.as('wc.publicist');
  const award = await until('牌匾稿生成', async () => AwardPage.parse(done(await publicist.get('/api/publicity/awards?form=plaque'))).items.find(({ hasCertificate }) => hasCertificate));
  const artwork = await publicist.bytes(`/api/publicity/awards/${award.id}/document`);
  stage.keep('plaque-B01.pdf', artwork);
  cells.add('6 T4', 'B01 “四强”命名，牌匾编号与制作稿', '“四强”党支部 XC-2026-0004 PDF', `${award.levelName} ${award.number} ${isPdf(artwork) ? 'PDF' : '—'}`);
  const handed = await onceKnown('牌匾登记', () => publicist.post(`/api/publicity/awards/${award.id}/handover`, { to: '虚拟经办人', on: '2026-07-01' }));
  const { handedOn, handedTo } = AwardDetailView.parse(done(handed)).custody;
  cells.add('6 T4', '牌匾移交', '2026-07-01 虚拟经办人', `${handedOn} ${handedTo}`);
}
