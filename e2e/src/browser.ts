import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import { chromium, type Browser, type Locator, type Page } from 'playwright-core';
import { find } from '../../scripts/servers.mjs';

const OUT = fileURLToPath(new URL('../../out/', import.meta.url));
const ARGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'];
/** How long a person waits for what should appear. */
const PATIENCE_MS = 20_000;
const DESK = { width: 1280, height: 900 };
export const PHONE = { width: 360, height: 740 };

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
  ) {}

  static async meet(url: string): Promise<People> {
    return new People(url, await chromium.launch({ executablePath: await find('chromium'), args: ARGS }));
  }

  /** The window of a person; the same one each time. */
  async page(who: string, viewport = DESK): Promise<Page> {
    const known = this.#pages.get(who);
    if (known) return known;
    const context = await this.browser.newContext({ baseURL: this.url, locale: 'zh-CN', timezoneId: 'Asia/Shanghai', viewport });
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

  /** Leaves a picture of every window for people to look at. */
  async photograph(why: string): Promise<void> {
    mkdirSync(OUT, { recursive: true });
    for (const [who, page] of this.#pages) await page.screenshot({ path: join(OUT, `journey-${why}-${who}.png`), fullPage: true }).catch(() => undefined);
  }

  leave = (): Promise<void> => this.browser.close();
}

const pathOf = (url: string): string => (URL.canParse(url) ? new URL(url).pathname : url);

/** Waits until a person sees it and gives its words. */
export async function seen(locator: Locator): Promise<string> {
  await locator.waitFor({ state: 'visible' });
  return (await locator.innerText()).replaceAll(/\s+/g, ' ').trim();
}

/** A colour that is still fading in is not the colour that people read. */
const AT_REST = `Promise.allSettled(document.getAnimations().filter(({ effect }) => effect.getComputedTiming().endTime !== Infinity).map(({ finished }) => finished)).then(() => true)`;

/** What keeps people out who see, hear or move differently: faults of the page as it stands, serious and critical ones. */
export async function barriers(page: Page): Promise<string[]> {
  await page.evaluate(AT_REST);
  const { violations } = await new AxeBuilder({ page }).analyze();
  const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  return grave.flatMap(({ id, help, nodes }) => nodes.map(({ html, failureSummary }) => `${id} (${help}): ${html} ${failureSummary ?? ''}`));
}
