import type { Words } from '../words.ts';

export const rectificationWords: Readonly<Record<string, Words>> = {
  'finding.wrong-state': { zh: '这个问题目前不能进行此操作', en: 'The finding is not in a state that allows this' },
  'finding.in-future': { zh: '发现日期不能晚于今天', en: 'The day found cannot be after today' },
  'finding.unknown-aspect': { zh: '评定办法没有这个方面（{aspect}），可选：{aspects}', en: 'The scheme has no aspect {aspect}; choose of {aspects}' },
  'finding.unknown-category': { zh: '评定办法没有这个问题类型（{category}），可选：{categories}', en: 'The scheme has no category {category}; choose of {categories}' },
  'finding.same-person': { zh: '须由另一人复核，不能复核本人提交的整改材料', en: 'Another person must check: nobody checks a proof of their own' },
  'limit.required': { zh: '文件没有规定期限长度，请填写期限', en: 'The source leaves the length open: give a limit' },
  'limit.fixed': { zh: '期限由评定办法规定，不能另行填写', en: 'The scheme fixes this limit; it cannot be given by hand' },
  'limit.past': { zh: '期限最后一天（{until}）应晚于 {from}', en: 'The last day ({until}) must be after {from}' },
  'case.wrong-state': { zh: '这项整改目前不能进行此操作', en: 'The case is not in a state that allows this' },
  'case.not-due': { zh: '按评定办法，目前不到这一级整改（应为：{due}）', en: 'By the scheme this rung is not due now (due: {due})' },
  'case.running': { zh: '该支部已在这一级整改中', en: 'The unit already stands on this rung' },
};
