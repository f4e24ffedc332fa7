import type { Notice } from '../notice/notice-rule.ts';

/** What the templates of the pdf service take, from what is stored; everything printed was stored before. */
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
