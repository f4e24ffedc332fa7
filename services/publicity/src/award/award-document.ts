import type { Award } from './award-rule.ts';

/** What the template of an award takes, from what is stored; everything printed was stored before. */
export const awardDocument = (award: Award, qrText: string) => ({
  template: award.form,
  data: {
    createdAt: award.issuedAt,
    unitName: award.unitName,
    levelName: award.levelName,
    stars: award.stars,
    decidedBy: award.decidedBy,
    issuedOn: award.issuedOn,
    number: award.number,
    verifyUrl: qrText,
    ...(award.form === 'plaque' ? {} : { programme: award.programme, ...(award.validUntil === '' ? {} : { validUntil: award.validUntil }) }),
  },
});
