// Fictional inputs for tests.

export const certificate = {
  createdAt: '2026-02-28T01:00:00Z',
  unitName: '中共卧龙市发展和改革局机关第一支部委员会',
  programme: '2025年度市直机关“五星”党支部创建',
  levelName: '五星级党支部',
  stars: 5,
  decidedBy: '中共卧龙市委市直机关工作委员会',
  issuedOn: '2026-02-28',
  number: 'WLJG-2026-0001',
  verifyUrl: 'https://xc.example.org/verify/WLJG-2026-0001-7F3A',
};

export const paragraph = (text: string) => ({ kind: 'paragraph', text });

export const bulletin = {
  createdAt: '2026-02-28T01:00:00Z',
  masthead: '中共卧龙市委市直机关工作委员会文件',
  symbol: '卧直工〔2026〕3号',
  title: '关于2025年度市直机关五星党支部创建评定结果的通报',
  addressee: '各县（市、区）委组织部，市直各单位机关党委',
  blocks: [paragraph('现将评定结果通报如下。')],
  issuer: '中共卧龙市委市直机关工作委员会',
  date: '2026-02-28',
};

export const notice = {
  ...bulletin,
  title: '关于2025年度市直机关“四星”“五星”党支部候选对象的公示',
  period: { from: '2026-02-13', to: '2026-02-27', workingDays: 5 },
  complaints: { organ: '市直工委组织部', phone: '0377-00000000', email: 'jubao@example.org' },
};

export const ranking = (rows: number) => ({
  kind: 'table',
  caption: '星级排名',
  columns: [{ title: '名次' }, { title: '党支部', align: 'left' }, { title: '星级' }],
  rows: Array.from({ length: rows }, (_, row) => [`No.${row + 1}`, `卧龙市第${row + 1}党支部`, '四星级']),
});

export const long =
  '各级党组织以星级创建为抓手——坚持“抓两头、带中间”，推动机关党建与业务工作深度融合（见附件），党支部政治功能和组织功能进一步增强。';
