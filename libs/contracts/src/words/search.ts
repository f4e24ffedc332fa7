import type { Words } from '../words.ts';

export const searchWords: Readonly<Record<string, Words>> = {
  'search.word-too-short': { zh: '请至少输入两个连续的字，例如“党课”', en: 'Type at least two signs that stand together' },
  'search.word-too-long': { zh: '单个词语最长 {longest} 个字，请缩短后再查', en: 'One word or phrase has at most {longest} signs' },
  'search.too-many-words': { zh: '一次最多查 {most} 个词，现为 {words} 个', en: 'At most {most} words can be asked for at once; these are {words}' },
  'search.too-broad': { zh: '符合的内容太多，没能及时查完；请加上单位、日期或更多的词', en: 'The search took too long; add a unit, dates or more words' },
};
