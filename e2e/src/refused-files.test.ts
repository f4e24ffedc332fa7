import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { newId } from '@xingchuang/server';
import type { Answer, Client } from '@xingchuang/testkit';
import type { Page } from 'playwright-core';
import { People } from './browser.ts';
import { startSystem, type System } from './system.ts';
import { expectRefused } from './unchanged.ts';

const fixture = (name: string): Buffer => readFileSync(new URL(`../fixtures/${name}`, import.meta.url));
const photo = fixture('photo-party-day-visit.jpg');
const scan = fixture('scan-meeting-records.pdf');
const minutes = fixture('minutes-with-table.docx');
const bytesOf = (...bytes: number[]): Buffer => Buffer.from(bytes);

let system: System;
let clerk: Client;
beforeAll(async () => {
  system = await startSystem();
  clerk = await system.as('b01.clerk');
});
afterAll(() => system?.stop());

const upload = (bytes: Uint8Array, name: string, headers: Record<string, string> = {}): Promise<Answer> =>
  clerk.upload('/api/evidence/files', bytes, { 'x-unit': system.unit('B01'), 'x-file-name': encodeURIComponent(name), ...headers });

describe('a file whose bytes are not what its name says', () => {
  test.each<[string, Buffer, string, string, string]>([
    ['a photograph as PNG', photo, '党日.png', 'file.type-differs', 'X-File-Name'],
    ['a photograph as PDF', photo, '党日.pdf', 'file.type-differs', 'X-File-Name'],
    ['a scan as photograph', scan, '会议记录.jpg', 'file.type-differs', 'X-File-Name'],
    ['a document as table', minutes, '会议纪要.xlsx', 'file.type-differs', 'X-File-Name'],
    ['a photograph as text', photo, '说明.txt', 'file.type-differs', 'X-File-Name'],
    ['text as document', Buffer.from('会议记录：到会5人'), '会议纪要.docx', 'file.type-differs', 'X-File-Name'],
    ['text as photograph', Buffer.from('照片'), '照片.jpg', 'file.type-differs', 'X-File-Name'],
    ['a page as text', Buffer.from('<html><script>alert(1)</script></html>'), '说明.txt', 'file.active-content', 'file'],
    ['a program as photograph', Buffer.concat([Buffer.from('MZ'), Buffer.alloc(512)]), '照片.jpg', 'file.type-refused', 'file'],
    ['noise as PDF', createHash('sha512').update('noise').digest(), '扫描.pdf', 'file.type-refused', 'file'],
  ])('%s', async (_, bytes, name, code, field) => {
    await expectRefused(system, () => upload(bytes, name), { status: 422, code, field });
  });
});

describe('a file that is none', () => {
  test.each<[string, Buffer, string, string]>([
    ['of 0 bytes', Buffer.alloc(0), '空.jpg', 'file.empty'],
    ['of 0 bytes, without an ending', Buffer.alloc(0), '空', 'file.empty'],
    ['half a photograph', photo.subarray(0, 200), '党日.jpg', 'file.damaged'],
    ['half a document', minutes.subarray(0, minutes.length / 2), '会议纪要.docx', 'file.damaged'],
    ['a photograph with a document behind it', Buffer.concat([photo, minutes]), '党日.jpg', 'file.two-kinds'],
    ['three bytes', bytesOf(0xff, 0xd8, 0xff), '党日.jpg', 'file.damaged'],
  ])('%s', async (_, bytes, name, code) => {
    await expectRefused(system, () => upload(bytes, name), { status: 422, code, field: 'file' });
  });
});

describe('text that would be a page, if somebody took it for one (E6)', () => {
  const page = Buffer.from('<img src="/caught" onerror="alert(1)"><img src="http://127.0.0.1:9/caught"><b onclick="alert(1)" autofocus onfocus="alert(1)" tabindex="0">党日</b><style>@import "/caught"</style>');
  let people: People;
  beforeAll(async () => {
    people = await People.meet(system.url, () => { throw new Error('nobody signs in here'); });
  });
  afterAll(() => people?.leave());

  /** A window that carries the clerk's token, what it was asked in, and what left it. */
  async function opened(who: string): Promise<{ window: Page; address: string; heard: string[] }> {
    const { body } = await upload(page, '说明.txt');
    const window = await people.page(who);
    const heard: string[] = [];
    window.on('dialog', (dialog) => void (heard.push(dialog.message()), dialog.dismiss()));
    await window.context().setExtraHTTPHeaders({ authorization: `Bearer ${clerk.token}` });
    await window.route(/caught/, (route) => void (heard.push(route.request().url()), route.abort()));
    return { window, address: `${system.url}/api/evidence/files/${body.id}/content`, heard };
  }

  test('as it is given out it is kept as a file, not shown', async () => {
    const { window, address, heard } = await opened('as it is');
    const [download] = await Promise.all([window.waitForEvent('download'), expect(window.goto(address)).rejects.toThrow()]);
    expect([download.suggestedFilename(), heard]).toEqual(['说明.txt', []]);
  });

  test('where something in between shows it all the same, nothing of it runs and it asks nobody', async () => {
    const { window, address, heard } = await opened('shown');
    await window.route(address, async (route) => {
      const answer = await route.fetch();
      await route.fulfill({ response: answer, headers: { ...answer.headers(), 'content-disposition': 'inline', 'content-type': 'text/html; charset=utf-8' } });
    });
    await window.goto(address, { waitUntil: 'load' });
    expect([await window.innerText('b'), heard]).toEqual(['党日', []]);
  });
});

describe('what an upload says of itself', () => {
  test.each<[string, string, Record<string, string>, string, string]>([
    ['no name', '', {}, 'file.name-missing', 'X-File-Name'],
    ['a name of blanks', '   ', {}, 'file.name-length', 'X-File-Name'],
    ['a name of 1,001 characters', `${'长'.repeat(997)}.jpg`, {}, 'file.name-length', 'X-File-Name'],
    ['a name that is a path', '../../etc/passwd.jpg', {}, 'file.name-characters', 'X-File-Name'],
    ['a name with a line end', '党日\r\nX-Evil: 1.jpg', {}, 'file.name-characters', 'X-File-Name'],
    ['a name in GBK', '', { 'x-file-name': '%B5%B3%C8%D5.jpg' }, 'file.name-encoding', 'X-File-Name'],
    ['half an escape', '', { 'x-file-name': 'a%.jpg' }, 'file.name-encoding', 'X-File-Name'],
    ['the code of a unit for its id', '党日.jpg', { 'x-unit': 'B01' }, 'input.invalid', 'X-Unit'],
    ['a day that is none', '党日.jpg', { 'x-event-date': '2025-02-30' }, 'input.invalid', 'X-Event-Date'],
    ['a day that lies ahead', '党日.jpg', { 'x-event-date': '2026-01-06' }, 'file.event-ahead', 'X-Event-Date'],
    ['a digest that is none', '党日.jpg', { 'x-sha256': 'abc' }, 'input.invalid', 'X-Sha256'],
    ['the digest of other bytes', '党日.jpg', { 'x-sha256': createHash('sha256').update(scan).digest('hex') }, 'file.digest-differs', 'X-Sha256'],
  ])('%s', async (_, name, headers, code, field) => {
    await expectRefused(system, () => upload(photo, name, headers), { status: 422, code, field });
  });

  test('a unit that is nowhere', async () => {
    await expectRefused(system, () => upload(photo, '党日.jpg', { 'x-unit': newId() }), { status: 404, code: 'unit.missing' });
  });
});

describe('a long name with signs of every plane', () => {
  const long = '关于在全局各党支部深入开展主题党日活动情况的报告'.repeat(9).slice(0, 200);
  const names = [
    `${long}🎉👩‍👩‍👧‍👦🇨🇳.jpg`,
    '䶮湖㛃所𠮷野家“党日”’ (终稿) 100% #1 & ;=+,~!@$^[]{}.jpg',
    'e\u0301tude de l’e\u0301te\u0301 .jpg', // not composed: it stays as it came
    '会议3.5',
    '\u202egpj.活动.jpg', // written from right to left, as a name only
  ];

  test.each(names)('%s', async (name) => {
    const sent = await upload(photo, name);
    expect(sent).toMatchObject({ status: 201, body: { mediaType: 'image/jpeg', size: photo.length } });
    const { id } = sent.body as { id: string };
    const { items } = (await clerk.get('/api/evidence/files')).body as { items: { id: string; name: string }[] };
    expect(items.find((file) => file.id === id)?.name).toBe(name);
    expect((await clerk.get(`/api/evidence/files/${id}`)).body.name).toBe(name);
    const answer = await fetch(`${system.url}/api/evidence/files/${id}/content`, { headers: { authorization: `Bearer ${clerk.token}` } });
    expect(Buffer.from(await answer.arrayBuffer()).equals(photo)).toBe(true);
    const disposition = answer.headers.get('content-disposition')!;
    expect(decodeURIComponent(/filename\*=UTF-8''(\S+)$/.exec(disposition)![1]!)).toBe(name);
    expect(disposition).toMatch(/^attachment; filename="[\x20-\x7e]*"; /);
  });

  test('is as long as it should be', () => {
    expect([...long]).toHaveLength(200);
  });
});
