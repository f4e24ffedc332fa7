import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { barriers, beyond, PHONE, WIDE } from './browser.ts';
import { DemoYear } from './demo-year.ts';
import { settled } from './tour.ts';

/** What no page should ever say. */
const UNSAID = /undefined|NaN|\[object|Invalid Date|null年/;
const seen = new Set<string>();
const faults: string[] = [];
let year: DemoYear;

beforeAll(async () => {
  year = await DemoYear.live();
}, 300_000);
afterAll(() => year?.stop(), 60_000);

test('every page that a link leads to: readable by all in the dark, whole on a phone, and never speechless', async () => {
  await year.everyPage(async (page, who, { pattern, path }) => {
    seen.add(pattern);
    const fault = (words: string) => faults.push(`${who} ${path}: ${words}`);
    await page.setViewportSize(WIDE);
    await page.emulateMedia({ colorScheme: 'dark' });
    for (const barrier of await barriers(page)) fault(barrier);
    const said = UNSAID.exec(await page.innerText('body'));
    if (said) fault(`says ${said[0]}`);
    await page.emulateMedia({ colorScheme: 'light' });
    await page.setViewportSize(PHONE);
    await settled(page);
    const wider = await beyond(page);
    if (wider > 0) fault(`${wider} px wider than a phone`);
    await page.setViewportSize(WIDE);
  });
  expect(faults).toEqual([]);
  expect([...seen]).toEqual(expect.arrayContaining(['/app/work', '/app/units/:id', '/app/assessment/candidacies/:id', '/app/publicity/awards', '/app/notices/:id', '/app/log']));
}, 1_800_000);

test('no page asked for what its reader may not have, nor for anything elsewhere', () => {
  const refused = year.people.errors.filter((error) => !error.includes('status of 401')); // nobody's session before the sign-in, and a token that ran out and is renewed
  expect(refused).toEqual([]);
  expect([...year.people.origins]).toEqual([year.people.url]);
});

test('a phone can put the portal on its home screen: every icon that the manifest names is there, as large as it says', async () => {
  const found = async (path: string) => {
    const answer = await fetch(`${year.people.url}${path}`);
    return { type: answer.headers.get('content-type'), bytes: Buffer.from(await answer.arrayBuffer()) };
  };
  const page = (await found('/app/work')).bytes.toString();
  const path = /<link rel="manifest" href="([^"]+)"/.exec(page)![1]!;
  const { type, bytes } = await found(path);
  const manifest = JSON.parse(bytes.toString()) as { start_url: string; display: string; icons: { src: string; sizes: string; type: string }[] };
  expect([type, manifest.start_url, manifest.display]).toEqual([expect.stringContaining('application/manifest+json'), '/app/work', 'standalone']);
  const drawn = await Promise.all(manifest.icons.map(async ({ src }) => sharp((await found(src)).bytes).metadata()));
  expect(drawn.map(({ format, width, height }) => (format === 'svg' ? 'any' : `${width}x${height}`))).toEqual(manifest.icons.map(({ sizes }) => sizes));
});

test('a page runs scripts of its own origin only, none of them inline, whoever serves it', async () => {
  const answer = await fetch(`${year.people.url}/app/work`);
  const policy = answer.headers.get('content-security-policy')!;
  const allowed = new Map(policy.split('; ').map((one) => [one.slice(0, one.indexOf(' ')), one.slice(one.indexOf(' ') + 1)]));
  expect(Object.fromEntries(allowed)).toMatchObject({ 'default-src': "'self'", 'script-src': "'self'", 'connect-src': "'self'", 'object-src': "'none'", 'base-uri': "'none'", 'frame-ancestors': "'none'" });
  expect(await answer.text()).not.toMatch(/<script(?![^>]*\ssrc=)|\son[a-z]+=|https?:\/\//);
  const proxy = readFileSync(new URL('../../deploy/Caddyfile', import.meta.url), 'utf8');
  expect([proxy.includes('reverse_proxy portal:8080'), proxy.includes('file_server')]).toEqual([true, false]); // in front of it nobody else gives out pages
});
