import type { Hint } from './flag.ts';

type Facts = Hint['facts'];
const WORDS: Readonly<Record<Hint['kind'], (facts: Facts) => { readonly zh: string; readonly en: string }>> = {
  'near-duplicate': ({ same, day, otherDay }) =>
    same === 1
      ? { zh: `同一个文件还用在另一处（${day}与${otherDay}）`, en: `the same file is evidence elsewhere (${day} and ${otherDay})` }
      : { zh: `与另一张照片近似，疑为同一张（${day}与${otherDay}）`, en: `very like another photo (${day} and ${otherDay})` },
  'copied-text': ({ percent, day, otherDay }) => ({ zh: `与另一份文字有 ${percent}% 相同（${day}与${otherDay}）`, en: `${percent} % of the text is that of another (${day} and ${otherDay})` }),
  'photo-date': ({ taken, said, days }) => ({ zh: `相机时间 ${taken}，申报日期 ${said}，相差 ${days} 天`, en: `the camera says ${taken}, declared is ${said}: ${days} days apart` }),
  'photo-place': ({ km, unit }) =>
    unit === undefined
      ? { zh: `同一台账的两张照片拍摄地点相距 ${km} 公里`, en: `two photos of one record were taken ${km} km apart` }
      : { zh: `照片拍摄地点距“${unit}”登记的位置 ${km} 公里`, en: `the photo was taken ${km} km from where ${unit} is said to be` },
  burst: ({ items, days, closing }) => ({ zh: `截止日（${closing}）前集中报送：短时间内 ${items} 件，涉及 ${days} 个不同日期`, en: `${items} items of ${days} different days came in at once before the closing on ${closing}` }),
  'late-filing': ({ day, days }) => ({ zh: `${day} 的事，${days} 天之后才登记`, en: `filed ${days} days after the event of ${day}` }),
  'same-day': ({ day, people }) => ({ zh: `${day} 同一天的两份台账有 ${people} 人同时在场`, en: `two records of ${day} name ${people} people in both` }),
};

/** What one hears whose asker may not read the other side: that there is one, and nothing of it. */
const HIDDEN: Readonly<Partial<Record<Hint['kind'], { readonly zh: string; readonly en: string }>>> = {
  'near-duplicate': { zh: '与其他单位的一份材料相同或近似', en: 'like something that another unit has' },
  'copied-text': { zh: '文字与其他单位的一份材料相似', en: 'its text is like that of another unit' },
  'same-day': { zh: '同一天，有人也出现在其他单位的台账中', en: 'someone is named in a record of another unit on the same day' },
};

/** Why something is pointed out, in words. */
export const flagWords = ({ kind, facts }: Hint, isHidden = false): { readonly zh: string; readonly en: string } => (isHidden ? HIDDEN[kind] : undefined) ?? WORDS[kind](facts);
