import { z } from 'zod';
import { paragraph } from './body-flow.ts';
import { chineseDay } from './chinese-day.ts';
import type { Shaper } from './glyph-shaper.ts';
import { composeOfficial, OfficialData } from './official-document.ts';
import type { FlowItem } from './page-flow.ts';
import type { Draft } from './page-marks.ts';
import { address, day, filledLine } from './text-schema.ts';

const Complaints = z
  .strictObject({
    organ: filledLine(),
    phone: filledLine(100).optional(),
    email: filledLine(100).optional(),
    postal: filledLine().optional(),
    url: address.optional(),
  })
  .refine(({ phone, email, postal, url }) => Boolean(phone ?? email ?? postal ?? url), 'at least one way to complain');

/** 公示: candidates put before the public for a number of working days (S0 L135). */
export const NoticeData = z.strictObject({
  ...OfficialData.shape,
  period: z.strictObject({ from: day, to: day, workingDays: z.int().positive() }),
  complaints: Complaints,
});
export type NoticeData = z.output<typeof NoticeData>;

export function composeNotice(data: NoticeData, shaper: Shaper): Draft {
  return composeOfficial(data, [...period(data, shaper), ...channels(data, shaper)], shaper);
}

function period({ period: { from, to, workingDays } }: NoticeData, shaper: Shaper): FlowItem[] {
  const text = `公示时间：${chineseDay(from)}至${chineseDay(to)}，共${workingDays}个工作日。`;
  return paragraph(text, 'period', { role: 'song', indent: 2 }, shaper);
}

function channels({ complaints }: NoticeData, shaper: Shaper): FlowItem[] {
  const rows = [
    ['受理单位：', complaints.organ, 'organ'],
    ['联系电话：', complaints.phone, 'phone'],
    ['电子邮箱：', complaints.email, 'email'],
    ['通信地址：', complaints.postal, 'postal'],
    ['网上反映：', complaints.url, 'url'],
  ] as const;
  const lead = '公示期间，对公示对象有异议的，可以通过下列渠道如实反映。反映问题应当事实清楚，并尽量提供线索和证据。';
  return [
    ...paragraph(lead, 'label', { role: 'song', indent: 2, keep: true }, shaper),
    ...rows.flatMap(([label, value, name]) =>
      value === undefined
        ? []
        : paragraph(`${label}${value}`, `complaints.${name}`, { role: 'song', indent: 2, hanging: 7 }, shaper),
    ),
  ];
}
