import type { Words } from '../words.ts';

export const commonWords: Readonly<Record<string, Words>> = {
  'session.required': { zh: '请先登录，或登录已过期，请重新登录', en: 'Sign in first; your session may have expired' },
  'action.not-allowed': { zh: '您的角色不能进行此操作（{action}）', en: 'Your role may not do this ({action})' },
  'thing.missing': { zh: '没有找到，或不在您的管理范围内', en: 'Not found, or outside your scope' },
  'thing.stale': { zh: '这份内容刚被他人修改，请重新载入后再改', en: 'Someone else changed this meanwhile; reload and try again' },
  'input.invalid': { zh: '填写有误：{fields}', en: 'Invalid input: {fields}' },
  'request.foreign-site': { zh: '请求来自其他网站，已拒绝', en: 'The request came from another site and was refused' },
  'request.malformed': { zh: '请求格式不正确，应为有效的 JSON', en: 'The request is malformed; valid JSON is expected' },
  'address.malformed': { zh: '地址有误或过长', en: 'The address is malformed or too long' },
  'body.other-type': { zh: '不接受这种内容，应为 application/json', en: 'Content of this type is not taken; application/json is expected' },
  'route.missing': { zh: '没有这个地址', en: 'There is no such address' },
  'body.too-large': { zh: '内容过大', en: 'The body is too large' },
  'server.bug': { zh: '系统出错，未作任何更改；请将编号 {errorId} 告知管理员', en: 'A fault of ours; nothing was changed. Tell the administrator number {errorId}' },
  'idempotency.bad-key': { zh: 'Idempotency-Key 应为 {least} 至 200 个可见字符', en: 'Idempotency-Key must be {least} to 200 visible characters' },
  'idempotency.other-request': { zh: '同一 Idempotency-Key 已用于另一请求', en: 'This Idempotency-Key was used for another request' },
  'clock.not-rehearsal': { zh: '只有演练时钟可以调整；请以 CLOCK=rehearsal 启动', en: 'Only a rehearsal clock can be moved; start with CLOCK=rehearsal' },
  'scheme.missing': { zh: '没有发布过这个评定办法（{scheme}）', en: 'No such scheme was published ({scheme})' },
};
