import { alikeness, markText } from './text-likeness-rule.ts';

const MINUTES = `3月12日下午3点，第一支部召开党员大会，会议由支部书记王建国主持，张晓红记录，应到党员23名，实到21名，2名同志因公出差请假。
会议第一项，传达学习关于基层党建工作的重要文件精神，与会党员结合岗位实际进行了交流发言。李明同志谈到，要把学习成果转化为服务群众的实际行动，切实解决窗口排队时间长的问题。
会议第二项，讨论预备党员赵磊转正事宜。赵磊同志汇报了一年来的思想和工作情况，介绍人发表意见，与会党员逐一表态，经无记名投票，21票赞成，一致同意其按期转正。
会议第三项，部署下一阶段结对帮扶工作，确定由各党小组分片联系黄河社区的困难家庭，每月至少走访一次，走访情况记入台账。`;
const CHANGED = MINUTES.replace('3月12日下午3点', '四月九日上午9时').replace('23名，实到21名', '19名，实到18名').replaceAll('王建国', '陈志强').replaceAll('张晓红', '刘敏').replaceAll('赵磊', '孙浩然').replaceAll('李明', '周洁').replace('黄河社区', '人民路社区').replace('第一支部', '第七支部').replace('21票', '18票');
const ABRIDGED = CHANGED.replace(/会议第三项[^]*$/u, '会议还通报了近期党费收缴情况，要求各党小组长于月底前核对到人。');
/** Written by another branch on the same subject, with the usual turns of phrase. */
const OTHER = `4月9日上午，第七支部召开党员大会，支部书记陈志强主持会议，刘敏作记录，应到党员19名，实到18名。
会上集中学习了基层党建有关文件，大家围绕“如何当好群众贴心人”展开讨论。周洁结合信访接待工作，建议把每周五定为带案下访日；吴刚提出要给行动不便的老人上门办理年审。
随后听取了预备党员孙浩然的转正申请。支委会介绍了考察情况，表决结果为全体到会有表决权的党员赞成。会议要求孙浩然同志继续加强业务学习，尽快通过执法资格考试。
最后研究了创建方案，决定在办事大厅设立党员先锋岗三个，公示服务承诺和监督电话，季度末由服务对象评议。`;
const STUDY = `本周理论学习中心组围绕高质量发展开展专题研讨，六位同志作了重点发言。发言普遍认为，优化营商环境要从企业最急最盼的事情做起，压缩审批环节，推行一次办结；有同志举例说明了园区项目落地的堵点，提出由牵头单位每旬会商一次，年底前销号。会议明确了责任清单和完成时限，办公室负责督办。`;

const pieces = (text: string) => markText(text)!.pieces;

// What is measured here is the ground for the standard of 45 percent.
test.each<[string, string, string, number, number]>([
  ['the same minutes', MINUTES, MINUTES, 1, 1],
  ['other dates and numbers only', MINUTES, MINUTES.replaceAll(/\d+/g, '7'), 1, 1],
  ['other layout and punctuation', MINUTES, MINUTES.replaceAll(/[，。]/gu, ' \n'), 1, 1],
  ['names, dates and places changed', MINUTES, CHANGED, 0.6, 0.95],
  ['changed, and the last item replaced', MINUTES, ABRIDGED, 0.45, 0.75],
  ['the same sort of meeting in own words', MINUTES, OTHER, 0, 0.2],
  ['a copy of a copy against the own words', CHANGED, OTHER, 0, 0.3],
  ['another sort of meeting', MINUTES, STUDY, 0, 0.1],
])('%s', (_, one, other, least, most) => {
  const alike = alikeness(pieces(one), pieces(other));
  expect(alike).toBeGreaterThanOrEqual(least);
  expect(alike).toBeLessThanOrEqual(most);
});

test.each([['all changed', CHANGED], ['abridged', ABRIDGED]])('a copy is found by a common band: %s', (_, copy) => {
  const bands = new Set(markText(MINUTES)!.bands);
  expect(markText(copy)!.bands.some((band) => bands.has(band))).toBe(true);
});

test('a short text, however often it is written, is nobody’s copy', () => {
  expect(markText('召开支部党员大会，传达学习文件精神。')).toBeUndefined();
  expect(markText('2026-03-12 '.repeat(50))).toBeUndefined();
});

test('how alike two are does not depend on which comes first', () => {
  expect(alikeness(pieces(MINUTES), pieces(ABRIDGED))).toBe(alikeness(pieces(ABRIDGED), pieces(MINUTES)));
});
