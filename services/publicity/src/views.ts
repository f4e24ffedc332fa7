import type { Complaint } from './notice/complaint-rule.ts';
import type { Notice } from './notice/notice-rule.ts';

/** Stored things as the contract shows them. */
export const noticeView = (notice: Notice) => ({ ...notice, hasDocument: notice.document !== '' });

/** Of a complaint in a list nothing of the complainant, of one on its page what the handler needs; where the bytes of its files lie goes nowhere. */
export const complaintLine = ({ id, noticeId, noticeTitle, unitId, unitName, receivedOn, state, limit, handledOn, appeal }: Complaint) => ({
  id, noticeId, noticeTitle, unitId, unitName, receivedOn, state, due: handledOn === '' || (appeal !== null && appeal.answeredOn === '') ? (limit?.lastDay ?? '') : '', provisional: limit?.provisional ?? false,
});
export const complaintView = (one: Complaint) => ({
  ...complaintLine(one), version: one.version, text: one.text, remedy: one.remedy, name: one.name, contact: one.contact, acknowledgedOn: one.acknowledgedOn, fraud: one.fraud, finding: one.finding,
  answer: one.answer, handledOn: one.handledOn, limit: one.limit, appealTo: { unitId: one.appealTo, name: one.appealToName }, appeal: one.appeal,
  files: one.files.map(({ id, name, mediaType, size }) => ({ id, name, mediaType, size })),
});
