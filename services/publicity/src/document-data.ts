import type { Award } from './award-rule.ts';
import type { Bulletin } from './bulletin-rule.ts';
import type { Notice } from './notice-rule.ts';

/** What the templates of the pdf service take, from what is stored; everything printed was stored before. */
export const certificateDocument = (award: Award, publicUrl: string) => ({
  createdAt: award.issuedAt,
  unitName: award.unitName,
  programme: award.programme,
  levelName: award.levelName,
  stars: award.stars,
  decidedBy: award.decidedBy,
  issuedOn: award.issuedOn,
  number: award.number,
  verifyUrl: `${publicUrl}/verify/${award.number}`,
});

export const noticeDocument = (notice: Notice) => ({
  createdAt: notice.publishedAt,
  masthead: `${notice.publisher}文件`,
  symbol: notice.number,
  title: notice.title,
  blocks: [
    { kind: 'paragraph', text: `经申报、审核和核验，下列${notice.candidates.length}个单位拟评定为相应等级，现予公示，接受监督。` },
    {
      kind: 'table',
      caption: '公示对象',
      columns: [{ title: '序号' }, { title: '单位', align: 'left' }, { title: '拟评等级' }],
      rows: notice.candidates.map((one, index) => [String(index + 1), one.unitName, one.levelName]),
    },
  ],
  issuer: notice.publisher,
  date: notice.publishedOn,
  period: { from: notice.publishedOn, to: notice.limit.lastDay, workingDays: notice.workdays },
  complaints: { organ: notice.publisher, ...(notice.phone ? { phone: notice.phone } : { postal: notice.publisher }) },
});

export const bulletinDocument = (bulletin: Bulletin) => ({
  createdAt: bulletin.approvedAt,
  masthead: `${bulletin.issuer}文件`,
  symbol: bulletin.number,
  title: bulletin.title,
  blocks: [
    ...bulletin.paragraphs.map((text) => ({ kind: 'paragraph', text })),
    {
      kind: 'table',
      caption: '评定结果',
      columns: [{ title: '序号' }, { title: '单位', align: 'left' }, { title: '等级' }, { title: '备注', align: 'left' }],
      rows: bulletin.rows.map((row, index) => [String(index + 1), row.unitName, row.levelName, row.note]),
    },
  ],
  issuer: bulletin.issuer,
  date: bulletin.issuedOn,
});
