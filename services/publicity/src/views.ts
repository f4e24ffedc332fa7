import type { Award } from './award-rule.ts';
import type { Bulletin } from './bulletin-rule.ts';
import type { Notice } from './notice-rule.ts';

/** Stored things as the contract shows them. */
export const noticeView = (notice: Notice) => ({ ...notice, hasDocument: notice.document !== '' });
export const bulletinView = (bulletin: Bulletin) => ({ ...bulletin, hasDocument: bulletin.document !== '' });
export const awardView = (award: Award, publicUrl: string) => ({
  ...award,
  hasCertificate: award.certificate !== '',
  verifyUrl: `${publicUrl}/verify/${award.number}`,
});
