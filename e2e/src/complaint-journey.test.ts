import { fileURLToPath } from 'node:url';
import { STEPS } from '@xingchuang/all';
import type { Page } from 'playwright-core';
import { barriers, beyond, PHONE, seen, type People } from './browser.ts';
import { DemoYear } from './demo-year.ts';
import { choose, endOf, expectOpen, expectOpenToAll, partsOf, send } from './journey.ts';

const PHOTO = fileURLToPath(new URL('../fixtures/photo-tree-planting.jpg', import.meta.url));
const NAME = '虚拟反映人';
const REPORT = '公示的服务时长与签到表不符，多人同一天在外地培训。';
const ANSWER = '经核查，您反映的情况属实，已取消该支部本次评选资格。';
const UNKNOWN_CODE = /^stranger: .*status of 404 .*\/api\/publicity\/public\/complaints\/status$/;
const RECOMMENDED_BEFORE = /status of 409 .*\/api\/publicity\/honours\/recommendations$/;

let year: DemoYear;
let people: People;
let stranger: Page;
let publicist: Page;
let unit = '';
let receipt = '';

beforeAll(async () => {
  year = await DemoYear.begin('complaint-journey');
  ({ people } = year);
  await year.play(STEPS.slice(0, STEPS.findIndex(({ name }) => name.endsWith('公示')) + 1));
  unit = year.stage.unit('B10').name;
  await year.stage.at('2026-02-24');
}, 600_000);
afterAll(() => year?.stop(), 60_000);

const part = partsOf('complaint', () => people, 600_000);


describe('a stranger reports on a candidate, and it proves true', () => {
  part('on a phone, without an account, with a photograph', 'file', async () => {
    stranger = await people.page('stranger', PHONE);
    await stranger.goto('/app/notices');
    await stranger.getByRole('list', { name: '公示' }).getByRole('link').first().click();
    const form = stranger.getByRole('form', { name: '反映情况' });
    await form.getByRole('radio', { name: unit }).check();
    await form.getByLabel('反映的情况').fill(REPORT);
    await form.getByLabel('证据材料').setInputFiles(PHOTO);
    await form.getByRole('list', { name: '已附文件' }).getByText('photo-tree-planting.jpg').waitFor();
    await form.getByLabel('姓名').fill(NAME);
    await expectOpen(stranger);
    await form.getByRole('button', { name: '提交反映' }).click();
    const said = await seen(stranger.getByRole('status').filter({ hasText: '回执号：' }));
    receipt = /[0-9A-F]{5}(-[0-9A-F]{5}){3}/.exec(said)![0];
  });

  part('follows it by the code alone', 'follow', async () => {
    await stranger.goto('/app/complaints');
    const form = stranger.getByRole('form', { name: '查询办理结果' });
    await form.getByLabel('回执号').fill('00000-00000-00000-00000');
    await form.getByRole('button', { name: '查询' }).click();
    expect(await seen(stranger.getByRole('alert'))).toContain('请核对回执码');
    await form.getByLabel('回执号').fill(receipt.toLowerCase());
    await form.getByRole('button', { name: '查询' }).click();
    await stranger.getByText('待受理', { exact: true }).waitFor();
    await expectOpen(stranger);
    expect(stranger.url().includes(receipt)).toBe(false);
  });

  part('the body that published the notice takes it, and the notice cannot end meanwhile', 'handle', async () => {
    publicist = await people.open('wc.publicist', '/app/publicity/complaints');
    const list = publicist.getByRole('list', { name: '收到的反映' });
    expect(await seen(list.getByRole('listitem'))).not.toContain(NAME);
    expect(await barriers(publicist)).toEqual([]);
    await list.getByRole('link', { name: unit }).click();
    await publicist.getByText(REPORT).waitFor();
    await publicist.getByText(NAME).waitFor();
    const download = publicist.waitForEvent('download');
    await publicist.getByRole('link', { name: 'photo-tree-planting.jpg' }).click();
    expect((await download).suggestedFilename()).toBe('photo-tree-planting.jpg');
    await publicist.getByRole('button', { name: '受理' }).click();
    await publicist.getByText('核查中', { exact: true }).waitFor();
    expect(await barriers(publicist)).toEqual([]);
  });

  part('finds it true: the candidate leaves the notice', 'uphold', async () => {
    const form = publicist.getByRole('form', { name: '核查结论' });
    await form.getByRole('radio', { name: '属实', exact: true }).check();
    await form.getByRole('checkbox', { name: '属于弄虚作假' }).check();
    await form.getByLabel('核查情况').fill('调阅签到表和培训通知，部分时长系编造。');
    await form.getByLabel('答复反映人').fill(ANSWER);
    await form.getByRole('button', { name: '提交结论' }).click();
    await publicist.getByRole('status').filter({ hasText: '结论已提交' }).waitFor();
    await publicist.getByText('调阅签到表和培训通知，部分时长系编造。').waitFor();
    await stranger.goto('/app/notices');
    await stranger.getByRole('list', { name: '公示' }).getByRole('link').first().click();
    expect(await seen(stranger.getByRole('row', { name: unit }))).toBe(`${unit} 取消评选资格`);
  });

  part('the stranger reads the answer', 'answer', async () => {
    await stranger.goto('/app/complaints');
    const form = stranger.getByRole('form', { name: '查询办理结果' });
    await form.getByLabel('回执号').fill(receipt);
    await form.getByRole('button', { name: '查询' }).click();
    await stranger.getByText(ANSWER).waitFor();
    await stranger.getByText('属实', { exact: true }).waitFor();
    expect(await beyond(stranger)).toBe(0);
  });

  part('accountability stands in the ledger and in rectification, without a word of who reported it', 'accountability', async () => {
    await publicist.goto('/app/publicity/rewards?action=accountability');
    const line = publicist.getByRole('list', { name: '奖惩台账' }).getByRole('listitem').filter({ hasText: unit });
    expect(await seen(line)).toMatch(/责任追究.*举报查实.*待落实/);
    expect(await barriers(publicist)).toEqual([]);
    await line.getByRole('link', { name: '责任追究' }).click();
    await publicist.getByRole('list', { name: '推算' }).getByText('责任追究').first().click();
    await publicist.getByText('弄虚作假的，予以责任追究').waitFor();
    expect(await barriers(publicist)).toEqual([]);

    const supervisor = await people.open('oc.supervisor', '/app/rectification/findings?origin=complaint');
    const finding = supervisor.getByRole('list', { name: '问题' }).getByRole('listitem').filter({ hasText: '公示期间的举报经核查属实' });
    await finding.getByText(unit).first().waitFor();
    await finding.getByRole('link').first().click();
    await supervisor.getByRole('heading', { level: 1, name: '公示期间的举报经核查属实' }).waitFor();
    const whole = await supervisor.locator('body').innerText();
    expect([NAME, REPORT, receipt].filter((secret) => whole.includes(secret))).toEqual([]);
    await supervisor.goto('/app/rectification/cases');
    await supervisor.getByRole('listitem').filter({ hasText: unit }).filter({ hasText: '责任追究' }).waitFor();
  });

  part('the unit it is about finds nothing of it', 'unit', async () => {
    const clerk = await people.open('b10.clerk', '/app/publicity/notices');
    await clerk.getByRole('heading', { level: 1, name: '公示表彰' }).waitFor();
    expect(await clerk.getByRole('navigation', { name: '公示表彰' }).getByRole('link', { name: '反映' }).count()).toBe(0);
    await clerk.goto('/app/publicity/rewards');
    await clerk.getByRole('list', { name: '奖惩台账' }).getByText('责任追究').waitFor();
    expect((await clerk.locator('body').innerText()).includes(NAME)).toBe(false);
  });

  part('the same desk enters the prize of a contest and puts a unit forward for an honour, each unit once', 'prizes', async () => {
    const winner = year.stage.unit('B01').name;
    await publicist.goto('/app/publicity/rewards');
    await publicist.getByRole('link', { name: '登记竞赛奖项' }).click();
    const prizes = publicist.getByRole('form', { name: '登记竞赛奖项' });
    await prizes.getByLabel('竞赛或评比的名称').fill('支部书记履职竞赛');
    await prizes.getByLabel('依据').fill('虚拟工委会议纪要第3号');
    await prizes.getByLabel('决定日期').fill('2026-02-24');
    await choose(publicist, '单位', winner, winner);
    await prizes.getByLabel('奖项', { exact: true }).fill('一等奖');
    await expectOpenToAll(publicist);
    await send(publicist, '登记奖项', '1 个奖项已列入奖惩台账');
    await publicist.getByRole('list', { name: '奖惩台账' }).getByRole('link', { name: '支部书记履职竞赛：一等奖' }).waitFor();

    await publicist.getByRole('link', { name: '评优推荐' }).click();
    await publicist.getByText('今年还没有推荐单位').waitFor();
    for (const said of [`已推荐${winner}`, '本年度已于']) {
      await choose(publicist, '单位', winner, winner);
      await publicist.getByLabel('推荐理由').fill('竞赛第一，群众评议优秀。');
      await send(publicist, '推荐', said);
    }
    await publicist.getByRole('list', { name: '已推荐的单位' }).getByText(winner).waitFor();
    await expectOpenToAll(publicist);
  });

  part('an administrator says how many working days complaints take', 'days', async () => {
    const admin = await people.open('c.admin', '/app/system/complaints');
    const form = admin.getByRole('form', { name: '反映办理期限' });
    expect(await form.getByLabel('收到后多久内答复').inputValue()).toBe('10');
    await form.getByLabel('收到后多久内答复').fill('7');
    await expectOpenToAll(admin);
    await send(admin, '保存期限', '期限已保存');
    expect((await year.stage.as('c.admin').get('/api/publicity/complaint-settings')).body).toMatchObject({ version: 1, answerWithin: 7 });
  });

  endOf(() => people, UNKNOWN_CODE, RECOMMENDED_BEFORE);
});
