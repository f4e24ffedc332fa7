import type { Words } from '../words.ts';

export const awardWords: Readonly<Record<string, Words>> = {
  'award.missing': { zh: '没有这个证书', en: 'There is no such award' },
  'award.unknown-number': { zh: '编号“{number}”不在登记中。请核对证书或牌匾上的编号；如编号无误，请向颁发机关反映', en: 'The number “{number}” is not on the register. Compare it with the one on the certificate or plaque; where it is the same, tell the issuing body' },
  'award.malformed-number': { zh: '“{number}”不是证书或牌匾的编号。编号形如 XC-2026-0001，请照证书或牌匾上的填写', en: 'No certificate or plaque has a number like “{number}”. Numbers look like XC-2026-0001; write it as it stands there' },
  'award.not-due': { zh: '公示未确认或资格已取消，不能授予', en: 'No award before the notice is confirmed, nor after a disqualification' },
  'award.complaint-open': { zh: '对该单位的反映还没有办结，办结后才能授予', en: 'A complaint on this unit is not closed yet; no award before' },
  'award.revoked-before': { zh: '已于{since}撤销', en: 'Revoked on {since}' },
  'award.suspended': { zh: '目前暂停，暂不提供：{reason}', en: 'Suspended, nothing is given out until it stands again: {reason}' },
  'award.no-certificate': { zh: '授予的是牌匾，没有证书', en: 'A plaque was awarded; there is no certificate' },
  'award.no-plaque': { zh: '授予的是证书，没有牌匾', en: 'A certificate was awarded; there is no plaque' },
  'award.not-standing': { zh: '目前不是有效状态，不能办理', en: 'It does not stand at present; this cannot be done' },
  'award.not-suspended': { zh: '目前没有可以解除的暂停；等级正在重新评定的，评定后自动恢复', en: 'Nothing can be lifted: what is being decided anew stands again by itself after the decision' },
  'award.handed-before': { zh: '已于{handedOn}交付', en: 'It was handed over on {handedOn}' },
  'award.not-handed': { zh: '还没有登记交付，请先登记', en: 'It is not noted as handed over; note that first' },
  'award.taken-before': { zh: '牌匾已于{takenBackOn}收回', en: 'The plaque was taken back on {takenBackOn}' },
  'award.bad-day': { zh: '日期应在{from}至{to}之间', en: 'The day must lie between {from} and {to}' },
  'award-batch.empty': { zh: '没有可以颁发的单位：所选单位还没有定级，或不在您的管辖范围内', en: 'No unit to issue for: none chosen is settled and within your jurisdiction' },
  'award-batch.nothing-made': { zh: '这一批还没有制作好的文件', en: 'No document of this batch is made yet' },
  'certificate.being-made': { zh: '证书正在制作，请稍候', en: 'The certificate is being made' },
};
