import type { Words } from '../words.ts';

/** Refusals of the pure libraries and the ports. */
export const libraryWords: Readonly<Record<string, Words>> = {
  'day.invalid': { zh: '日期有误，应为 YYYY-MM-DD 形式的真实日期', en: 'Not a day: a real date as YYYY-MM-DD is expected' },
  'day.instant': { zh: '时刻有误', en: 'Not an instant' },
  'day.range': { zh: '日期超出可推算的范围', en: 'The day is outside the range that can be reckoned' },
  'deadline.count': { zh: '期限长度有误，应为 1 至 {most} 的整数', en: 'The length must be a whole number from 1 to {most}' },
  'deadline.one-unit': { zh: '期限须且只能以工作日或月中的一种给出', en: 'Give the limit in exactly one of working days and months' },
  'deadline.holiday': { zh: '节假日规则应为 stay 或 next', en: 'The holiday rule must be stay or next' },
  'deadline.too-long': { zh: '期限过长，无法推算', en: 'The limit is too long to be reckoned' },
  'calendar.other-year': { zh: '放假安排中的日期不属于该年', en: 'A day of the schedule belongs to another year' },
  'calendar.day-twice': { zh: '放假安排中同一天出现两次', en: 'A day stands twice in the schedule' },
  'calendar.no-weekend': { zh: '调休上班日应为周末', en: 'A worked weekend must be a Saturday or Sunday' },
  'calendar.incomplete': { zh: '放假安排不完整，应含元旦、劳动节和国庆节', en: 'The schedule is incomplete: 1 January, 1 May and 1 October must be off' },
  'blob.empty': { zh: '文件是空的（0 字节）', en: 'The file is empty (0 bytes)' },
  'blob.digest-differs': { zh: '收到的内容与声明的摘要或大小不一致，请重新上传', en: 'The bytes differ from the declared digest or size; upload again' },
  'blob.missing': { zh: '没有找到文件内容', en: 'The bytes are not there' },
  'blob.range': { zh: '请求的范围超出文件', en: 'The range lies outside the file' },
  'blob.locked': { zh: '该文件已锁定至 {until}，不能删除', en: 'The bytes are locked until {until}' },
  'bus.no-answer': { zh: '内部服务暂时没有应答，请稍后再试', en: 'An inner service does not answer; try again shortly' },
  'bus.too-large': { zh: '消息过大', en: 'The message is too large' },
  'message.missing': { zh: '没有这条滞留消息', en: 'There is no such parked message' },
  'scheme.invalid': { zh: '评定办法文件有误，共 {count} 处', en: 'The scheme file has {count} problem(s)' },
};
