import type { VerificationView } from '@xingchuang/contracts';

const escape = (text: string): string => text.replaceAll(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
const chineseDay = (day: string): string => day.replace(/^(\d+)-0?(\d+)-0?(\d+)$/, '$1年$2月$3日');

const STATES: Readonly<Record<VerificationView['state'], string>> = { valid: '有效', suspended: '暂停', lowered: '等级已调整', revoked: '已撤销', expired: '已过有效期' };

const STYLE = `body{margin:0;background:#f4f5f7;color:#1f2329;font:16px/1.6 "PingFang SC","Microsoft YaHei","Noto Sans SC",sans-serif}
main{max-width:34rem;margin:0 auto;padding:2rem 1rem}
article{background:#fff;border-top:4px solid #b71c1c;padding:1.5rem}
h1{font-size:1.25rem;margin:0 0 1rem}.state{font-size:1.5rem;font-weight:700;margin:0 0 1rem}
.state.valid{color:#14652f}.state.ended{color:#b71c1c}
dl{display:grid;grid-template-columns:6rem 1fr;gap:.5rem 1rem;margin:0}dt{color:#5c6370}dd{margin:0;overflow-wrap:anywhere}
footer{color:#5c6370;font-size:.875rem;padding:1rem 1.5rem}
@media print{body{background:#fff}}`;

/** Allows the page's own style and nothing else. */
export const VERIFY_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** What a stranger sees who follows the QR code of a certificate: on a phone, without signing in, without a script. */
export function verifyPage(found: VerificationView | undefined, number: string): string {
  const rows = found && [
    [found.form === 'plaque' ? '牌匾编号' : '证书编号', found.number],
    ['获评单位', found.unitName],
    ['评定活动', found.programme],
    ['等级', found.levelName],
    ['审定机关', found.decidedBy],
    ['颁发日期', chineseDay(found.issuedOn)],
    ...(found.validUntil === '' ? [] : [['有效期至', chineseDay(found.validUntil)]]),
    ...(found.state === 'valid' ? [] : [['变更日期', chineseDay(found.since)], ['原因', found.reason]]),
  ];
  const body = rows
    ? `<p class="state ${found.state === 'valid' ? 'valid' : 'ended'}" role="status">${STATES[found.state]}</p>
<dl>${rows.map(([name, value]) => `<dt>${name}</dt><dd>${escape(value ?? '')}</dd>`).join('')}</dl>`
    : `<p class="state ended" role="status">没有这个证书</p><p>编号“${escape(number)}”不在登记中。请核对证书上的编号；如编号无误，请向颁发机关反映。</p>`;
  return `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>证书核验</title><style>${STYLE}</style></head>
<body><main><article><h1>证书核验</h1>${body}</article><footer>核验结果以本页显示为准。</footer></main></body></html>`;
}
