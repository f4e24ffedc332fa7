import { addPortal, Stage, STEPS } from '@xingchuang/all';
import { LevelDecidedSchema, LevelSettledSchema } from '@xingchuang/contracts';
import { tell, tempFolder, until } from '@xingchuang/testkit';
import type { Page } from 'playwright-core';
import { barriers, People, seen } from './browser.ts';
import { ANY, choose, partsOf } from './journey.ts';
import { startSystem, type System } from './system.ts';

const LEVELS = { B04: 'three', B06: 'three', B05: 'two' } as const;
const TITLE = '关于2025年度机关支部评定结果的通报';
/** A second publicist of the same body. */
const SECOND = { login: 'wc.second', password: 'Mulberry-Lantern-47', name: '龚共笔' };
let system: System;
let people: People;
let writer: Page;
let at = '';

beforeAll(async () => {
  system = await startSystem({ now: '2025-12-31T02:00:00Z', prepare: (app) => addPortal(app) });
  const { bus, databases } = system.running.platform;
  const stage = new Stage(system.url, system.accountsFile, tempFolder('bulletin-journey'));
  for (const { run } of [STEPS[0]!, STEPS[2]!]) await run(stage); // the world, and a round
  for (const [code, level] of Object.entries(LEVELS)) {
    const about = { campaignId: stage.campaignId, unitId: system.unit(code), level };
    const key = `${about.campaignId}:${about.unitId}`;
    await tell(bus, LevelDecidedSchema, key, { ...about, decidedBy: system.unit('PG'), decidedOn: '2026-01-04' });
    await tell(bus, LevelSettledSchema, key, { ...about, settledOn: '2026-01-04' });
  }
  await until(async () => (await databases.get('publicity')!.connection.collection('candidates').countDocuments({ state: 'settled' })) === 3, 'the levels', 60_000);
  people = await People.meet(system.url, (who) => (who === SECOND.login ? SECOND : system.account(who)));
}, 600_000);
afterAll(async () => {
  await people?.leave();
  await system?.stop();
}, 60_000);

const part = partsOf('bulletin', () => people, 600_000);

part('a person drafts it: every number with what it was counted from', 'draft', async () => {
  writer = await people.open('wc.publicist', '/app/publicity/bulletins/new?kind=results');
  await choose(writer, '评定活动', ANY);
  await writer.getByRole('form', { name: '起草通报' }).getByRole('button', { name: '起草' }).click();
  const total = writer.getByRole('region', { name: '数据和出处' }).getByRole('row', { name: /^评定单位数|单位/ }).first();
  expect(await seen(total)).toContain('3');
  await total.getByText('逐项查看（3）').click();
  await until(async () => (await total.getByRole('listitem').count()) === 3, 'the units behind the number');
  await writer.getByRole('img', { name: /预览/ }).first().waitFor();
  expect(await barriers(writer)).toEqual([]);
  at = new URL(writer.url()).pathname;
});

part('sees how a layout looks with words of her own, and which field is not of it', 'template', async () => {
  const page = await people.open('wc.publicist', '/app/publicity/bulletins', { window: 'templates' });
  await page.getByRole('link', { name: '文书模板' }).click();
  await page.getByRole('button', { name: '预览命名决定' }).click();
  await page.getByText('用自己的内容预览').click();
  const content = page.getByLabel('命名决定的内容');
  const sample = JSON.parse(await content.inputValue()) as Record<string, unknown>;
  await content.fill('{');
  await page.getByText('内容不是有效的 JSON').waitFor();
  const send = page.getByRole('button', { name: '用这些内容预览' });
  await content.fill(JSON.stringify({ ...sample, secret: '多' }));
  await send.click();
  await page.getByRole('alert').filter({ hasText: 'pdf.data-invalid' }).waitFor();
  await content.fill(JSON.stringify({ ...sample, honour: '2025年度示范党支部' }));
  await send.click();
  await page.getByRole('img', { name: '命名决定（自己的内容）预览' }).waitFor();
  expect(await barriers(page)).toEqual([]);
});

part('changes the title, the words of a row, and leaves another out', 'edit', async () => {
  const name = (await system.as('wc.publicist').then((by) => by.get(`/api/publicity${at.slice('/app/publicity'.length)}`))).body.tables[0].rows.map(({ cells }: { cells: { unitName: string } }) => cells.unitName) as string[];
  await writer.getByLabel('标题').fill(TITLE);
  await writer.getByRole('button', { name: `修改${name[0]}` }).click();
  await writer.getByLabel(`${name[0]}的备注`).fill('材料齐全');
  await writer.getByLabel(`${name[2]}不列入`).check();
  await writer.getByRole('button', { name: '保存' }).click();
  await writer.getByRole('status').filter({ hasText: '已保存' }).waitFor();
  await writer.getByRole('heading', { level: 1, name: TITLE }).waitFor();
  expect(await seen(writer.getByRole('row', { name: new RegExp(name[0]!) }).first())).toContain('原为—');
  expect(await writer.getByRole('button', { name: '签发' }).count()).toBe(0); // nobody approves what he wrote
  expect(await barriers(writer)).toEqual([]);
});

part('of two who write it the second is told; what only one of them changed is there, and a reload loses nothing', 'two-at-once', async () => {
  const [path, unitId, admin] = [`/api/publicity${at.slice('/app/publicity'.length)}`, system.unit('WC'), await system.as('c.admin')];
  const { body: person } = await admin.post('/api/registry/people', { name: SECOND.name, memberInService: true, unitId });
  const { body: account } = await admin.post('/api/registry/accounts', { login: SECOND.login, password: SECOND.password, personId: person.id });
  expect((await admin.post(`/api/registry/accounts/${account.account.id}/seats`, { role: 'publicist', unitId })).status).toBe(201);
  const other = await people.open(SECOND.login, at);
  const [mine, theirs] = (await (await system.as('wc.publicist')).get(path)).body.tables[0].rows.map(({ cells }: { cells: { unitName: string } }) => cells.unitName) as string[];
  const rewrite = async (page: Page, name: string, words: string) => {
    await page.getByRole('button', { name: `修改${name}` }).click();
    await page.getByLabel(`${name}的备注`).fill(words);
  };
  await rewrite(writer, mine!, '材料齐全，成效明显');
  await writer.reload();
  await until(async () => (await writer.getByLabel(`${mine}的备注`).inputValue()) === '材料齐全，成效明显', 'what was typed is there again');
  await rewrite(other, theirs!, '先行示范');
  await other.getByRole('button', { name: '保存' }).click();
  await other.getByRole('status').filter({ hasText: '已保存' }).waitFor();
  await writer.getByRole('button', { name: '保存' }).click();
  await writer.getByRole('alert').filter({ hasText: '刚被他人修改' }).waitFor();
  await writer.getByRole('button', { name: '载入最新内容，保留已填的' }).click();
  await writer.getByRole('row', { name: new RegExp(theirs!) }).filter({ hasText: '先行示范' }).first().waitFor();
  expect(await writer.getByLabel(`${mine}的备注`).inputValue()).toBe('材料齐全，成效明显');
  await writer.getByRole('button', { name: '保存' }).click();
  await writer.getByRole('status').filter({ hasText: '已保存' }).waitFor();
  const { rows } = (await (await system.as('wc.publicist')).get(path)).body.tables[0] as { rows: readonly { cells: Readonly<Record<string, string>> }[] };
  expect(rows.filter(({ cells }) => [mine, theirs].includes(cells['unitName'])).map(({ cells }) => cells['note'])).toEqual(['材料齐全，成效明显', '先行示范']);
});

part('another person approves it: numbered, frozen, as PDF and as DOCX', 'approve', async () => {
  const decider = await people.open('wc.decider', at);
  await decider.getByRole('button', { name: '签发' }).click();
  await decider.locator('.ant-popconfirm:visible').getByRole('button', { name: '签发' }).click();
  await decider.getByRole('status').filter({ hasText: '已签发，编号 通报〔2026〕1号' }).waitFor();
  await decider.getByRole('link', { name: 'Word' }).waitFor({ timeout: 60_000 });
  await decider.getByText('存证', { exact: true }).click();
  await decider.getByText('印在文件上的日志存证').waitFor();
  expect(await decider.getByRole('form', { name: '通报内容' }).count()).toBe(0);
  expect(await barriers(decider)).toEqual([]);
  const client = await system.as('wc.publicist');
  const path = `/api/publicity${at.slice('/app/publicity'.length)}`;
  const [first, second] = [await client.bytes(`${path}/document`), await client.bytes(`${path}/document`)].map((bytes) => Buffer.from(bytes));
  expect([first!.subarray(0, 5).toString(), first!.equals(second!), Buffer.from(await client.bytes(`${path}/word`)).subarray(0, 2).toString()]).toEqual(['%PDF-', true, 'PK']);
  expect((await client.put(path, { title: '另一份', texts: {} })).status).toBe(409);
});
