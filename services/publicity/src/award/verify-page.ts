import { LOGIN_PAGE, PUBLIC_PAGES, VERIFY_PATH, type VerificationQuery, type VerificationView, type Words } from '@xingchuang/contracts';
import { VERIFY_STYLE } from './verify-style.ts';

/** What became of a look-up; neither where no number was given yet. */
export interface Verified {
  readonly found?: VerificationView;
  readonly refused?: Words;
}

/** Allows the page's own style and its one form, and nothing else. */
export const VERIFY_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

const STATES: Readonly<Record<VerificationView['state'], Words>> = {
  valid: { zh: '有效', en: 'Valid' },
  suspended: { zh: '暂停', en: 'Suspended' },
  lowered: { zh: '等级已调整', en: 'Level changed' },
  revoked: { zh: '已撤销', en: 'Revoked' },
  expired: { zh: '已过有效期', en: 'Expired' },
};
const TITLE = { zh: '证书核验', en: 'Verify a certificate or plaque' };
const STAR = '<svg aria-hidden="true" width="28" height="28" viewBox="0 0 32 32"><rect width="32" height="32" rx="6" fill="#B71C1C"/><path fill="#fff" d="m16 5 3.1 7.2 7.9.7-6 5.2 1.8 7.7-6.8-4.1-6.8 4.1L11 18.1l-6-5.2 7.9-.7z"/></svg>';

const escape = (text: string): string => text.replaceAll(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** What a stranger sees who follows the QR code of a certificate or types its number: on a phone, without signing in, without a script. */
export function verifyPage({ number, lang }: VerificationQuery, verified: Verified): string {
  const say = ({ zh, en }: Words): string => (lang === 'en' ? en : zh);
  return `<!doctype html>
<html lang="${lang ?? 'zh-CN'}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="color-scheme" content="light dark"><title>${say(TITLE)}</title><style>${VERIFY_STYLE}</style></head>
<body>${head(say, lang, verified.found?.number)}<main><h1>${say(TITLE)}</h1>${verified.found ? result(say, verified.found) : ''}${form(say, number, lang, verified)}</main>
<footer><div class="bar"><span>${say({ zh: '这些页面向社会公开，不用登录。', en: 'These pages are open to everybody; no account is needed.' })}</span></div></footer></body></html>`;
}

type Say = (words: Words) => string;
type Lang = VerificationQuery['lang'];

/** The way to the other public pages, which take the language along once it was chosen. */
function head(say: Say, lang: Lang, shown: string | undefined): string {
  const to = (path: string, of: Lang = lang): string => (of ? `${path}?lang=${of}` : path);
  const links = PUBLIC_PAGES.map((page) => `<a href="${to(page.path)}"${page.path === VERIFY_PATH ? ' aria-current="page"' : ''}>${say(page)}</a>`);
  const other = lang === 'en' ? 'zh-CN' : 'en';
  const here = shown === undefined ? VERIFY_PATH : `${VERIFY_PATH}/${shown}`;
  return `<header><div class="bar"><span class="brand">${STAR}星创</span><nav aria-label="${say({ zh: '公开页面', en: 'Public pages' })}">${links.join('')}</nav>
<a lang="${other}" href="${to(here, other)}">${other === 'en' ? 'English' : '中文'}</a><a href="${to(LOGIN_PAGE.path)}">${say(LOGIN_PAGE)}</a></div></header>`;
}

function result(say: Say, found: VerificationView): string {
  const day = (text: string): string => say({ zh: text.replace(/^(\d+)-0?(\d+)-0?(\d+)$/, '$1年$2月$3日'), en: text });
  const rows: readonly (readonly [Words, string])[] = [
    [found.form === 'plaque' ? { zh: '牌匾编号', en: 'Number of the plaque' } : { zh: '证书编号', en: 'Number of the certificate' }, found.number],
    [{ zh: '获评单位', en: 'Awarded to' }, found.unitName],
    [{ zh: '评定活动', en: 'Evaluation' }, found.programme],
    [{ zh: '等级', en: 'Level' }, found.levelName],
    [{ zh: '授予机关', en: 'Awarded by' }, found.decidedBy],
    [{ zh: '颁发日期', en: 'Issued on' }, day(found.issuedOn)],
    ...(found.validUntil === '' ? [] : [[{ zh: '有效期至', en: 'Valid until' }, day(found.validUntil)] as const]),
    ...(found.state === 'valid' ? [] : [[{ zh: '变更日期', en: 'Since' }, day(found.since)] as const, [{ zh: '原因', en: 'Reason' }, found.reason] as const]),
  ];
  return `<article><p class="state ${found.state === 'valid' ? 'valid' : 'ended'}" role="status">${say(STATES[found.state])}</p>
<dl>${rows.map(([name, value]) => `<dt>${say(name)}</dt><dd>${escape(value)}</dd>`).join('')}</dl></article>
<p class="quiet note">${say({ zh: '核验结果以本页显示为准。', en: 'What this page says holds. Names are shown in Chinese, as on the paper.' })}</p>`;
}

/** The number is asked for by the address: the page needs no script, and a look-up can be passed on. */
function form(say: Say, number: string, lang: Lang, { found, refused }: Verified): string {
  const fault = refused ? ' aria-invalid="true" aria-describedby="fault help"' : ' aria-describedby="help"';
  return `<form action="${VERIFY_PATH}" method="get">${lang ? `<input type="hidden" name="lang" value="${lang}">` : ''}
<label for="number">${say(found ? { zh: '核验另一个编号', en: 'Verify another number' } : { zh: '证书或牌匾编号', en: 'Number of the certificate or plaque' })}</label>
<div class="ask"><input id="number" name="number" required maxlength="60" autocomplete="off" autocapitalize="characters" spellcheck="false" value="${found ? '' : escape(number)}"${fault}><button>${say({ zh: '核验', en: 'Verify' })}</button></div>
${refused ? `<p id="fault" class="fault" role="alert">${escape(say(refused))}</p>` : ''}<p id="help" class="quiet">${say({ zh: '编号印在证书或牌匾上，形如 XC-2026-0001；也可以用手机扫上面的二维码。', en: 'It is printed on the certificate or plaque and looks like XC-2026-0001. The code there can be scanned with a phone as well.' })}</p></form>`;
}
