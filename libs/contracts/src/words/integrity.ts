import type { Words } from '../words.ts';

export const integrityWords: Readonly<Record<string, Words>> = {
  'log.tile-missing': { zh: '日志中没有这一块（{path}）', en: 'The log has no tile {path}' },
  'log.size-ahead': { zh: '日志目前只有 {size} 条，请填写不大于它的数', en: 'The log has {size} entries so far; give a number that is not larger' },
  'log.nothing-said': { zh: '日志中还没有关于它的记载', en: 'The log says nothing of it' },
  'log.key-changing': { zh: '更换密钥正在进行，完成后再试', en: 'The key is being changed already; try again when that is done' },
  'log.rotation-own': { zh: '更换密钥须由另一位有权限的人同意；您已经提出，请等待同意或撤回', en: 'Another person must agree to a new key; you have asked for it, so wait or withdraw it' },
  'log.rotation-not-asked': { zh: '没有人提出更换密钥', en: 'Nobody has asked for a new key' },
  'integrity.unit-missing': { zh: '请指明要检查哪个单位', en: 'Name the unit that is to be checked' },
  'integrity.running': { zh: '已有一次检查正在进行，完成后再开始新的', en: 'A check is running; start another when it is done' },
  'disposal.held': { zh: '“{name}”不能列入销毁：{why}', en: '"{name}" cannot be disposed of: {whyEn}' },
  'disposal.item-missing': { zh: '清单第 {number} 项在本单位找不到', en: 'Item {number} of the list is not kept by this unit' },
  'disposal.own': { zh: '提出的人不能批准自己的销毁清单，请由另一位有权限的人批准', en: 'Whoever proposed a disposal cannot approve it; somebody else must' },
  'disposal.approved-before': { zh: '您已经批准过，还需另一位有权限的人批准', en: 'You have approved it before; a second person must approve' },
  'disposal.wrong-state': { zh: '当前状态（{state}）下不能这样处理', en: 'This cannot be done in the state {state}' },
  'legal-hold.lifted': { zh: '这项保全已经解除', en: 'This hold was lifted before' },
};
