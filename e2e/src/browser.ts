import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import { chromium, type Browser, type Locator, type Page, type Route } from 'playwright-core';
import type { Account } from '@xingchuang/testkit';
import { find } from '../../scripts/servers.mjs';

const OUT = fileURLToPath(new URL('../../out/', import.meta.url));
const ARGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'];
/** How long a person waits for what should appear; long, for where it does appear it costs nothing. */
const PATIENCE_MS = 45_000;
/** A desk as small as they come, and one on which all that goes side by side does. */
export const [DESK, WIDE] = [{ width: 1280, height: 900 }, { width: 1440, height: 900 }];
export const PHONE = { width: 360, height: 740 };

/** What the page to sign in on is headed. */
const SIGN_IN = /^星创$/;
/** Nobody's session is asked for before the sign-in. */
const BEFORE_SIGN_IN = /status of 401 .*\/api\/registry\/session(\/token)?$/;

/** With what each of them signs in. */
type Accounts = (who: string) => Account | Promise<Account>;

interface Window {
  readonly viewport?: typeof DESK;
  /** What tells two windows of one person apart. */
  readonly window?: string;
}

/** A real browser in which each person has a profile of their own; it remembers what went wrong and which addresses were asked. */
export class People {
  readonly #pages = new Map<string, Page>();
  /** What the console showed as an error or a page threw, with the path it happened at. */
  readonly errors: string[] = [];
  /** Origins that any page asked for anything. */
  readonly origins = new Set<string>();

  private constructor(
    readonly url: string,
    readonly browser: Browser,
    readonly accounts: Accounts,
  ) {}

  static async meet(url: string, accounts: Accounts): Promise<People> {
    return new People(url, await chromium.launch({ executablePath: await find('chromium'), args: ARGS }), accounts);
  }

  /** The window of a person; the same one each time. */
  async page(who: string, viewport = DESK): Promise<Page> {
    const known = this.#pages.get(who);
    if (known) return known;
    const context = await this.browser.newContext({ baseURL: this.url, locale: 'zh-CN', timezoneId: 'Asia/Shanghai', reducedMotion: 'reduce', viewport });
    context.setDefaultTimeout(PATIENCE_MS);
    const page = await context.newPage();
    page.on('console', (message) => {
      if (message.type() === 'error') this.errors.push(`${who}: ${message.text()} ${pathOf(message.location().url)}`);
    });
    page.on('pageerror', (error) => this.errors.push(`${who}: ${String(error)} ${pathOf(page.url())}`));
    context.on('request', (request) => {
      if (/^(https?|wss?):/.test(request.url())) this.origins.add(new URL(request.url()).origin);
    });
    this.#pages.set(who, page);
    return page;
  }

  /** A page as a person sees it, who signs in by the form where they are not; always read anew. */
  async open(who: string, path: string, { viewport, window = who }: Window = {}): Promise<Page> {
    const page = await this.page(window, viewport);
    await page.goto(path);
    const title = page.getByRole('heading', { level: 1 });
    await title.first().waitFor();
    if (SIGN_IN.test(await title.first().innerText())) {
      const { login, password } = await this.accounts(who);
      await signIn(page, login, password);
      await title.filter({ hasNotText: SIGN_IN }).first().waitFor();
    }
    return page;
  }

  /** What a person has to do, where each of them begins. */
  async work(who: string, window: Window = {}): Promise<Page> {
    const page = await this.open(who, '/app/work', window);
    await page.getByRole('heading', { level: 1, name: '我的工作' }).waitFor();
    return page;
  }

  /** What went wrong but for what was to be expected. */
  faults(...expected: readonly RegExp[]): string[] {
    return this.errors.filter((error) => ![BEFORE_SIGN_IN, ...expected].some((one) => one.test(error)));
  }

  /** Leaves a picture of every window for people to look at. */
  async photograph(why: string): Promise<void> {
    mkdirSync(OUT, { recursive: true });
    for (const [who, page] of this.#pages) await page.screenshot({ path: join(OUT, `journey-${why}-${who.replaceAll(/[^\w.]/g, '-')}.png`), fullPage: true }).catch(() => undefined);
  }

  leave = (): Promise<void> => this.browser.close();
}

const pathOf = (url: string): string => (URL.canParse(url) ? new URL(url).pathname : url);

export async function signIn(page: Page, login: string, password: string): Promise<void> {
  await page.getByLabel('账号').fill(login);
  await page.getByLabel('密码', { exact: true }).fill(password);
  await page.getByRole('button', { name: '登录', exact: true }).click();
}

/** What stands for words that are still on their way. */
const COMING = /(?<![\p{L}\p{N}])…(?!\p{L})|正在载入…/u;
/** Waits until a person sees it, and all of it has come, and gives its words; what never comes is given as it stands. */
export async function seen(locator: Locator): Promise<string> {
  await locator.waitFor({ state: 'visible' });
  for (const end = Date.now() + PATIENCE_MS; ; await wait(50)) {
    const words = (await locator.innerText()).replaceAll(/\s+/g, ' ').trim();
    if (!COMING.test(words) || Date.now() > end) return words;
  }
}

/** How many pixels of the page lie beyond the edge of the screen. */
export const beyond = (page: Page): Promise<number> => page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');

/** A colour that is still fading in is not the colour that people read; an animation that somebody holds up is waited for no longer than this. */
const REST_MS = 3_000;
const AT_REST = `Promise.race([
  Promise.allSettled(document.getAnimations().filter(({ effect }) => effect.getComputedTiming().endTime !== Infinity).map(({ finished }) => finished)).then(() => true),
  new Promise((go) => setTimeout(go, ${REST_MS}, true)),
])`;

/** Only faults are told, and in the page itself: a form of eighty lines has ten thousand things that are well, whose telling took four times as long as finding the faults. */
const FAULTS_ONLY = { resultTypes: ['violations' as const] };

/** What keeps people out who see, hear or move differently: faults of the page as it stands, serious and critical ones. */
export async function barriers(page: Page): Promise<string[]> {
  await page.evaluate(AT_REST);
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().options(FAULTS_ONLY).analyze();
  const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  return grave.flatMap(({ id, help, nodes }) => nodes.map(({ html, failureSummary }) => `${id} (${help}): ${html} ${failureSummary ?? ''}`));
}

/** What others change meanwhile at these addresses the page does not hear of. */
export async function unheard(page: Page, addresses: string, work: () => Promise<void>): Promise<void> {
  const { promise: over, resolve: end } = Promise.withResolvers<void>();
  const hold = async (route: Route) => {
    if (route.request().method() === 'GET') await over;
    await route.continue();
  };
  await page.route(addresses, hold);
  await work().finally(end);
  await page.unroute(addresses, hold);
}
