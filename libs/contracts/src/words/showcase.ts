import type { Words } from '../words.ts';

export const showcaseWords: Readonly<Record<string, Words>> = {
  'article.missing': { zh: '没有这篇案例', en: 'There is no such article' },
  'article.wrong-state': { zh: '案例目前的状态不能进行此操作', en: 'The article is not in a state that allows this' },
  'article.own-review': { zh: '不能审核自己撰写或提交的案例，请由其他人审核', en: 'Nobody reviews what they wrote or submitted; somebody else must' },
  'article.photo-not-publishable': { zh: '这张照片不能公开：不是本单位的照片，或仅限内部查看', en: 'This photo cannot be published: it is not a photo of the unit, or it is held back' },
  'article.same-photo': { zh: '同一张照片只能选一次', en: 'A photo can be chosen once only' },
  'article.evidence-away': { zh: '暂时无法取得照片，请稍后再提交', en: 'The photos cannot be fetched now; submit again later' },
  'article.period': { zh: '起始日期不能晚于截止日期', en: 'The first day must not lie after the last one' },
};
