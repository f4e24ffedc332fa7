import { followEffects, readRatiosRelatively, tryAnotherBureau } from './consequences.ts';
import { declareLevels, enterFacts, openCampaign, readDecisions } from './declare.ts';
import { issueBulletin, rankAndCommend } from './documents.ts';
import { endTheYear, enterMembers, fileInMarch, lookBackOnMarch, lowerB03, studyInJuly, studyInJune } from './during-the-year.ts';
import { assignTwoAspects, findTwoAspects, solveInTime } from './ladder.ts';
import { complain, confirmNotice, publishNotice, upholdComplaint } from './notice.ts';
import { awardPlaque, recommendFourStrong } from './plaque.ts';
import { keepEvidence, meetTheSystem } from './prepare.ts';
import { checkByTheCommittee, decideInTheUnit, propose, verifyAndDecide } from './review.ts';
import type { Stage } from './stage.ts';

/** One step of the year. Between any two of them every process may be killed and started again. */
export interface Step {
  readonly name: string;
  readonly run: (stage: Stage) => Promise<void>;
}

/** The year of bureau U1, in the order of its days. */
export const STEPS: readonly Step[] = [
  { name: '2025-12-31 登录，认识演示世界', run: meetTheSystem },
  { name: '2025-12-31 支部上传材料、登记会议', run: keepEvidence },
  { name: '2026-01-04 开展评定', run: openCampaign },
  { name: '2026-01-04 录入2025年事实', run: enterFacts },
  { name: '2026-01-05 至 16 支部报星', run: declareLevels },
  { name: '2026-01-16 按规则得出的结果', run: readDecisions },
  { name: '2026-01-22 机关党委提出建议', run: propose },
  { name: '2026-01-22 局党组审定与推荐', run: decideInTheUnit },
  { name: '2026-01-30 市直工委抽查、认定、推荐', run: checkByTheCommittee },
  { name: '2026-01-30 另一办法：“四强”党支部评定', run: recommendFourStrong },
  { name: '2026-02-06 至 12 两方验收，常委会研究', run: verifyAndDecide },
  { name: '2026-02-13 公示', run: publishNotice },
  { name: '2026-02-25 举报', run: complain },
  { name: '2026-02-27 举报属实，提前确认被拒', run: upholdComplaint },
  { name: '2026-02-27 B05 发现两个方面的问题', run: findTwoAspects },
  { name: '2026-02-28 确认，颁发证书', run: confirmNotice },
  { name: '2026-02-28 奖惩与称号', run: followEffects },
  { name: '2026-02-28 比例的两种读法', run: readRatiosRelatively },
  { name: '2026-02-28 另一单位 U2 试算', run: tryAnotherBureau },
  { name: '2026-02-28 通报', run: issueBulletin },
  { name: '2026-02-28 登记党员与2月社区服务', run: enterMembers },
  { name: '2026-03-02 领导包联，限期解决', run: assignTwoAspects },
  { name: '2026-03-03 排名通报，表扬通报', run: rankAndCommend },
  { name: '2026-03-30 按期解决', run: solveInTime },
  { name: '2026-03-31 观摩与社区服务', run: fileInMarch },
  { name: '2026-04-01 回看一季度', run: lookBackOnMarch },
  { name: '2026-06-18 局党组专题研究', run: studyInJune },
  { name: '2026-07-01 “四强”命名，授牌', run: awardPlaque },
  { name: '2026-07-02 7月的研究不计入6月', run: studyInJuly },
  { name: '2026-09-14 重大舆情，及时减星', run: lowerB03 },
  { name: '2026-12-31 年末提醒', run: endTheYear },
];
