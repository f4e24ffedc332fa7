import type { Page } from 'playwright-core';

/** A page of the portal as one person finds it. */
export interface Sight {
  /** The address with `:id` for what differs between two records: /app/evidence/files/:id. */
  readonly pattern: string;
  readonly path: string;
}

/** Part of an address that names one thing among many: an id, a year, a day, a version, a code. */
const NAMES_ONE = /^([0-9a-f]{8}-.+|[0-9a-z]{16,}|[0-9][0-9-]*|[A-Z0-9][A-Z0-9.-]*)$/;
/** After these a word names one thing too. */
const NAMED_BY_WORDS = /^(record-types|schemes|scheme-drafts)$/;
const LIMIT = 120;

const isName = (part: string, before: string): boolean => NAMES_ONE.test(part) || NAMED_BY_WORDS.test(before);
const patternOf = (path: string): string =>
  path.split('?')[0]!.split('/').map((part, i, parts) => (i > 2 && isName(part, parts[i - 1]!) ? ':id' : part)).join('/');

/** Whether the page is there: its heading, and nothing that still comes. */
export async function settled(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  for (const coming of await page.getByRole('status').filter({ hasText: '正在载入' }).all()) await coming.waitFor({ state: 'hidden' });
  await page.waitForLoadState('networkidle');
}

/**
 * Walks the links from a page on, each kind of page once, as `look` sees it; pages that `known` names are left out.
 * What is known is only gone through again where the first page leads to it: there others may find links of their own.
 */
export async function tour(page: Page, from: string, known: Set<string>, look: (sight: Sight) => Promise<void>): Promise<void> {
  const ways = [{ path: from, depth: 0 }];
  const queued = new Set([patternOf(from)]);
  for (let way = ways.shift(), seen = 0; way !== undefined && seen < LIMIT; way = ways.shift()) {
    if (way.depth > 1 && known.has(patternOf(way.path))) continue;
    seen += 1;
    await page.goto(way.path);
    await settled(page);
    const { pathname } = new URL(page.url()); // an area leads on to its first page
    const pattern = patternOf(pathname);
    if (!known.has(pattern)) await look({ pattern, path: pathname });
    known.add(pattern);
    const links = await page.evaluate(`[...document.querySelectorAll('a[href^="/app/"]')].filter((a) => !a.hasAttribute('download')).map((a) => a.getAttribute('href'))`);
    for (const link of links as string[]) {
      const path = link.split('#')[0]!;
      if (queued.has(patternOf(path))) continue;
      queued.add(patternOf(path));
      ways.push({ path, depth: way.depth + 1 });
    }
  }
}
