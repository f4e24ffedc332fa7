import type { Page } from 'playwright-core';
import { barriers, beyond, DESK, PHONE, type People } from './browser.ts';

/** How the parts of a journey are written down; one that fails leaves pictures in out/. */
export const partsOf = (journey: string, people: () => People, patienceMs: number) =>
  (name: string, key: string, work: () => Promise<void>): void => {
    test(name, async () => {
      await work().catch(async (error: unknown) => {
        await people().photograph(`${journey}-${key}`);
        throw error;
      });
    }, patienceMs);
  };

/** The end of a journey: nothing but what was to be expected went wrong on its way. */
export const endOf = (people: () => People, ...expected: readonly RegExp[]): void => {
  test('no page complained or asked another host', () => {
    expect(people().faults(...expected)).toEqual([]);
    expect([...people().origins]).toEqual([new URL(people().url).origin]);
  });
};

/** Nothing keeps anybody out of the page as it stands, nor does it spread beyond its screen. */
export async function expectOpen(page: Page): Promise<void> {
  expect([await barriers(page), await beyond(page)]).toEqual([[], 0]);
}

/** The same at a desk and on a phone, there in the dark where asked. */
export async function expectOpenToAll(page: Page, { dark = false } = {}): Promise<void> {
  await expectOpen(page);
  if (dark) await page.emulateMedia({ colorScheme: 'dark' });
  await page.setViewportSize(PHONE);
  await expectOpen(page);
  if (dark) await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize(DESK);
}

/** Whatever is first. */
export const ANY = /^/;
/** Chooses in a list that opens: the option of these very words, or the first that the pattern fits; what is typed narrows a long list. */
export async function choose(page: Page, label: string, option: string | RegExp, typed?: string): Promise<void> {
  const input = page.getByRole('combobox', { name: label });
  await input.click();
  if (typed !== undefined) await input.fill(typed);
  const id = await input.and(page.locator('[aria-controls]')).getAttribute('aria-controls'); // once it is open
  const options = page.locator('.ant-select-dropdown').filter({ has: page.locator(`[id="${id}"]`) }).locator('.ant-select-item-option');
  await (typeof option === 'string' ? options.getByText(option, { exact: true }) : options.filter({ hasText: option }).first()).click();
}

/** Presses a button and waits for what is said then. */
export async function send(page: Page, name: string, said: string): Promise<void> {
  await page.locator('.ant-btn').and(page.getByRole('button', { name, exact: true })).click();
  await page.getByText(said).first().waitFor();
}
