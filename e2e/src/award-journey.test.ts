import { addPortal, Stage, STEPS } from '@xingchuang/all';
import { LevelDecidedSchema, LevelSettledSchema, UnitChangedSchema, type AwardView } from '@xingchuang/contracts';
import { newId } from '@xingchuang/server';
import { scannedCode, tell, tempFolder, until } from '@xingchuang/testkit';
import type { Page } from 'playwright-core';
import { barriers, People, PHONE, seen } from './browser.ts';
import { expectOpen, partsOf } from './journey.ts';
import { startSystem, type System } from './system.ts';

const COUNT = 300;
let system: System;
let people: People;
let publicist: Page;
let award: AwardView;
let code = '';

beforeAll(async () => {
  system = await startSystem({ now: '2025-12-31T02:00:00Z', prepare: (app) => addPortal(app) });
  const { bus } = system.running.platform;
  const stage = new Stage(system.url, system.accountsFile, tempFolder('award-journey'));
  for (const { run } of [STEPS[0]!, STEPS[2]!]) await run(stage); // the world, and a round
  const organ = await system.running.platform.databases.get('publicity')!.connection.collection('units').findOne({ _id: system.unit('U1') as never });
  const path = organ!['path'] as string[];
  for (let n = 1; n <= COUNT; n += 1) {
    const unitId = newId();
    const about = { campaignId: stage.campaignId, unitId, level: 'three' };
    const name = `示例局第${n}党支部`;
    await tell(bus, UnitChangedSchema, unitId, { unitId, code: `N${String(n).padStart(3, '0')}`, name, kind: 'branch', parentId: system.unit('U1'), path: [...path, unitId], jurisdictionId: unitId, version: 1, openedOn: '2020-01-01' });
    await tell(bus, LevelDecidedSchema, `${stage.campaignId}:${unitId}`, { ...about, decidedBy: system.unit('OC'), decidedOn: '2026-01-20' });
    await tell(bus, LevelSettledSchema, `${stage.campaignId}:${unitId}`, { ...about, settledOn: '2026-01-20', stars: ['S1', 'S2', 'S3'] });
  }
  const settled = () => system.running.platform.databases.get('publicity')!.connection.collection('candidates').countDocuments({ state: 'settled' });
  await until(async () => (await settled()) === COUNT, 'all of them settled', 480_000);
  people = await People.meet(system.url, system.account);
}, 600_000);
afterAll(async () => {
  await people?.leave();
  await system?.stop();
}, 60_000);

const part = partsOf('award', () => people, 600_000);

part('a batch of 300 certificates is issued, its progress and a preview beside it', 'batch', async () => {
  publicist = await people.work('wc.publicist');
  await publicist.goto('/app/publicity/awards');
  await publicist.getByRole('link', { name: '批量颁发' }).click();
  await publicist.getByLabel(`全部 ${COUNT} 个单位`).waitFor();
  expect(await barriers(publicist)).toEqual([]);
  await publicist.getByRole('button', { name: `颁发 ${COUNT} 份` }).click();
  const progress = publicist.getByRole('region', { name: '进度' }).getByRole('status');
  await until(async () => (await seen(progress)) === `已编号 ${COUNT} · 已制作 ${COUNT} · 无法制作 0 · 未颁发 0，共 ${COUNT}`, 'the end of the batch', 300_000);
  await publicist.getByText('已完成').first().waitFor();
  await publicist.getByRole('img', { name: 'XC-2026-0001预览' }).waitFor();
  expect(await barriers(publicist)).toEqual([]);
  const href = await publicist.getByRole('link', { name: '下载全部文件（ZIP）' }).getAttribute('href');
  const zip = Buffer.from(await (await system.as('wc.publicist')).bytes(href!));
  expect([zip.subarray(0, 2).toString(), zip.toString('latin1').match(/XC-2026-0\d{3}\.pdf/g)?.length]).toEqual(['PK', 2 * COUNT]); // each name stands before its file and in the list at the end
});

part('a phone verifies one by the code on its paper', 'phone', async () => {
  const client = await system.as('wc.publicist');
  award = ((await client.get('/api/publicity/awards?number=XC-2026-0123')).body.items as AwardView[])[0]!;
  code = scannedCode(await client.bytes(`/api/publicity/awards/${award.id}/certificate`));
  const phone = await people.page('passer-by', PHONE);
  await phone.goto(code);
  expect(await seen(phone.getByRole('status'))).toBe('有效');
  for (const words of [award.unitName, award.number, award.levelName]) await phone.getByText(words, { exact: true }).waitFor();
  await expectOpen(phone);
});

part('revoked on its page, the same code says so at once, with the reason', 'revoked', async () => {
  await publicist.goto(`/app/publicity/awards/${award.id}`);
  await publicist.getByRole('img', { name: '查验二维码' }).waitFor();
  await publicist.getByRole('img', { name: '证书预览' }).waitFor();
  expect(await barriers(publicist)).toEqual([]);
  await publicist.getByText(/^其他办理/).click();
  await publicist.getByRole('button', { name: '撤销', exact: true }).first().click();
  await publicist.getByLabel('原因').fill('经核查材料不实');
  await publicist.getByRole('form', { name: '撤销' }).getByRole('button', { name: '撤销', exact: true }).click();
  await publicist.getByText('已撤销').first().waitFor();
  const phone = await people.page('passer-by', PHONE);
  await phone.goto('about:blank');
  await phone.goto(code);
  expect(await seen(phone.getByRole('status'))).toBe('已撤销');
  await phone.getByText('经核查材料不实').waitFor();
  expect((await system.anyone.get(`/api/publicity/public/awards/${award.number}`)).body).toMatchObject({ state: 'revoked', reason: '经核查材料不实' });
});
