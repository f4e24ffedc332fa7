import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import exifr from 'exifr';
import { STEPS, type Stage } from '@xingchuang/all';
import { AccountPage, ArticlePage, FindingView, NotificationPage, ToldPage, type NotificationView } from '@xingchuang/contracts';
import { until } from '@xingchuang/testkit';
import type { Page } from 'playwright-core';
import { barriers, PHONE, seen, type People } from './browser.ts';
import { DemoYear } from './demo-year.ts';
import { endOf, expectOpen, partsOf } from './journey.ts';

const PHOTO = fileURLToPath(new URL('../fixtures/photo-tree-planting.jpg', import.meta.url));
const SCHEME = 'nanyang-organ-five-star';

let year: DemoYear;
let stage: Stage;
let people: People;
let clerk: Page;
let articleUrl = '';

beforeAll(async () => {
  year = await DemoYear.begin('notify-journey');
  ({ stage, people } = year);
  await year.play(STEPS.slice(0, 2));
  await stage.at('2026-04-15');
}, 600_000);
afterAll(() => year?.stop(), 60_000);

const part = partsOf('notify', () => people, 600_000);

const inbox = async (login: string, kind: string): Promise<NotificationView[]> => NotificationPage.parse((await stage.as(login).get(`/api/publicity/notifications?kind=${kind}`)).body).items;

describe('people are told', () => {
  part('a notice of rectification reaches the clerk of the unit and the leader in charge', 'notice', async () => {
    const supervisor = stage.as('oc.supervisor');
    const opened = await supervisor.post('/api/rectification/findings', {
      unitId: stage.unit('B01').id, schemeId: SCHEME, aspect: 'S2', category: 'weak_service', title: '台账不全', origin: 'observation', foundOn: '2026-04-14',
    });
    expect(opened.status).toBe(201);
    const { id } = FindingView.parse(opened.body);
    const noticed = await supervisor.post(`/api/rectification/findings/${id}/notice`, { demand: '补齐台账', limit: { workdays: 5 }, lookBack: false });
    expect(noticed.status).toBe(200);
    for (const login of ['b01.clerk', 'u1.leader']) {
      const [told] = await until(async () => (await inbox(login, 'finding_noticed')).length > 0 && inbox(login, 'finding_noticed'), `the inbox of ${login}`);
      expect([told!.text.zh.includes('台账不全'), told!.link]).toEqual([true, `/app/rectification/findings/${id}`]);
    }
    expect(await inbox('b02.clerk', 'finding_noticed')).toEqual([]);
  });

  part('a handover, and the reminders of what falls due, reach who has to do it', 'due', async () => {
    const given = await stage.as('oc.supervisor').post('/api/rectification/handovers', { unitId: stage.unit('B01').id, title: '报送台账', detail: '', limit: { workdays: 3 }, askOn: [] });
    expect(given.status).toBe(201);
    await until(async () => (await inbox('b01.clerk', 'handover_given')).length === 1, 'the handover');
    for (const day of ['2026-04-17', '2026-04-20', '2026-04-21', '2026-04-22', '2026-04-23', '2026-04-24']) await stage.at(day);
    const reminded = async (): Promise<number> => (await Promise.all(['before', 'due', 'overdue'].map((rung) => inbox('b01.clerk', `handover_${rung}`)))).flat().length;
    await until(async () => (await reminded()) > 0, 'reminders of the handover');
  });

  part('somebody who takes a seat is told from then on, somebody who lost it is not', 'seat', async () => {
    const admin = stage.as('c.admin');
    const [account] = AccountPage.parse((await admin.get('/api/registry/accounts?search=b02.clerk')).body).items;
    expect((await admin.post(`/api/registry/accounts/${account!.id}/disable`)).status).toBe(200);
    const give = (title: string) => stage.as('oc.supervisor').post('/api/rectification/handovers', { unitId: stage.unit('B02').id, title, detail: '', limit: { workdays: 3 }, askOn: [] });
    const waiting = async () => ToldPage.parse((await stage.as('c.auditor').get(`/api/publicity/told?kind=handover_given&whom=nobody&unitId=${stage.unit('B02').id}`)).body).items.length;
    await until(async () => {
      expect((await give('无人在岗时的事项')).status).toBe(201);
      return until(async () => (await waiting()) > 0, 'nobody', 5_000).catch(() => false); // that the seat ended may still be under way
    }, 'a telling to nobody');
    expect((await admin.post(`/api/registry/accounts/${account!.id}/enable`)).status).toBe(200);
    await until(async () => (await waiting()) === 0, 'somebody sits there');
  });

  part('the bell counts; the inbox shows, filters, leads to the thing and marks it read', 'inbox', async () => {
    clerk = await people.work('b01.clerk');
    const bell = clerk.getByRole('link', { name: /^消息，\d+ 条未读$/ });
    await bell.click();
    await clerk.getByRole('heading', { level: 1, name: '消息' }).waitFor();
    expect(await barriers(clerk)).toEqual([]);
    await clerk.getByRole('button', { name: '未读' }).click();
    const line = clerk.getByRole('link', { name: /台账不全，期限至/ });
    await line.click();
    await clerk.getByRole('heading', { level: 1, name: '台账不全' }).waitFor();
    await until(async () => (await inbox('b01.clerk', 'finding_noticed'))[0]!.readAt !== '', 'the notification is read');
    await clerk.goto('/app/inbox');
    await clerk.getByRole('button', { name: '全部标为已读' }).click();
    await clerk.getByRole('link', { name: '消息，没有未读' }).waitFor();
  });

  part('who was told what when is a report', 'told', async () => {
    const leader = await people.open('u1.leader', '/app/inbox-told?kind=finding_noticed');
    const list = leader.getByRole('list', { name: '告知情况' });
    await list.getByRole('listitem').first().waitFor();
    expect(await seen(list)).toContain('白一帆');
    expect(await seen(list)).toContain('已读');
    expect(await barriers(leader)).toEqual([]);
  });
});

describe('a model case', () => {
  part('is written with photos of the archive and submitted', 'write', async () => {
    const uploaded = await stage.clerkOf('B01').upload(readFileSync(PHOTO), { filename: '植树.jpg', unit: stage.unit('B01').id });
    expect([uploaded.status < 300, (await exifr.gps(PHOTO)).latitude]).toEqual([true, expect.closeTo(33.1, 1)]);
    await clerk.goto('/app/publicity/showcase/new');
    await clerk.getByLabel('标题').fill('一棵树的约定');
    await clerk.getByLabel('正文').fill('支部与社区约定，每年春天植树。\n三年来成活率九成。');
    await clerk.getByRole('list', { name: '档案照片' }).getByRole('button').first().click();
    await clerk.getByLabel('第 1 张的说明').fill('植树现场');
    expect(await barriers(clerk)).toEqual([]);
    await clerk.getByRole('button', { name: '保存' }).click();
    await clerk.getByRole('heading', { level: 1, name: '一棵树的约定' }).waitFor();
    await clerk.getByRole('button', { name: '提交审核' }).click();
    await clerk.getByText('待审核').waitFor();
  });

  part('is approved by another and read by anyone on a phone; its photo says nothing of place and time', 'public', async () => {
    const publicist = await people.open('wc.publicist', '/app/publicity/showcase');
    await publicist.getByRole('link', { name: '一棵树的约定' }).click();
    await publicist.getByRole('button', { name: '通过并公开' }).click();
    await publicist.getByText('已发布', { exact: true }).waitFor();
    expect(await barriers(publicist)).toEqual([]);
    const visitor = await people.page('visitor', PHONE);
    await visitor.goto('/app/showcase');
    await visitor.getByRole('link', { name: /一棵树的约定/ }).click();
    await visitor.getByRole('heading', { level: 1, name: '一棵树的约定' }).waitFor();
    await visitor.getByRole('img', { name: '植树现场' }).scrollIntoViewIfNeeded();
    await until(() => visitor.evaluate<boolean>(`document.querySelector('figure img').naturalWidth > 0`), 'the photo');
    await expectOpen(visitor);
    articleUrl = new URL(visitor.url()).pathname.replace('/app/showcase/', '/api/publicity/public/showcase/');
    const photo = await (await fetch(`${people.url}${articleUrl}/photos/1`)).arrayBuffer();
    expect(await exifr.parse(Buffer.from(photo), { gps: true, exif: true, tiff: true, xmp: true, iptc: true, jfif: false, ihdr: false })).toBeUndefined();
    await until(async () => ArticlePage.parse((await stage.as('wc.publicist').get('/api/publicity/showcase?state=published')).body).items[0]!.views === 1, 'the view is counted');
  });

  part('is withdrawn and gone at once', 'withdraw', async () => {
    const publicist = await people.page('wc.publicist');
    await publicist.getByLabel('原因').fill('照片须更换');
    await publicist.getByRole('button', { name: '从公开页面撤下' }).click();
    await publicist.getByText('已撤下', { exact: true }).first().waitFor();
    expect((await fetch(`${people.url}${articleUrl}`)).status).toBe(404);
    expect((await fetch(`${people.url}${articleUrl}/photos/1`)).status).toBe(404);
  });
});

endOf(() => people, /favicon|40[14]/);
