import type { Words } from '../words.ts';

export interface PublicPageLink extends Words {
  readonly path: string;
}

/** Where the public verifies a number; a page without a script, behind the code on paper too. */
export const VERIFY_PATH = '/verify';

/** The pages that anyone may open without an account, as each of them names the others. */
export const PUBLIC_PAGES: readonly PublicPageLink[] = [
  { path: '/app/notices', zh: '公示', en: 'Notices' },
  { path: VERIFY_PATH, zh: '证书核验', en: 'Verify a number' },
  { path: '/app/showcase', zh: '典型案例', en: 'Model cases' },
  { path: '/app/complaints', zh: '反映查询', en: 'Follow a complaint' },
  { path: '/app/log', zh: '存证日志', en: 'Transparency log' },
];
export const LOGIN_PAGE: PublicPageLink = { path: '/app/login', zh: '工作人员登录', en: 'Staff sign-in' };
