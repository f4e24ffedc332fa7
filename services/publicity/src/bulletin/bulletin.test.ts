import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import type { BulletinView } from '@xingchuang/contracts';
import { readXlsx } from 'hucre/xlsx';
import { parseCheckpoint } from '@xingchuang/transparency';
import { until, type Client } from '@xingchuang/testkit';
import { B, BulletinWorld, textsOf } from './world.fixture.ts';

/** A bulletin from the draft to the issue: numbers bound to their sources, four eyes, frozen for good. */
let world: BulletinWorld;
let publicist: Client;
let decider: Client;
let draft: BulletinView;

const reload = async (): Promise<void> => {
  publicist = await world.seat('publicist', 'WC');
  decider = await world.seat('decider', 'WC');
};
const figure = (one: BulletinView, name: string) => one.figures.find((each) => each.name === name)!;
const editOf = (one: BulletinView, more: object = {}) => ({ title: one.title, texts: textsOf(one), ...more });
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

beforeAll(async () => {
  world = await BulletinWorld.open('2026-02-28');
  await reload();
  await world.gives('B01', 'five', '2026-02-28', { because: 'V3' });
  await world.gives('B02', 'three', '2026-02-28');
  await world.gives('B03', 'three', '2026-02-28');
  await world.gives('B05', 'two', '2026-02-28');
});
afterAll(() => world?.stop());

describe('a draft', () => {
  test('counts what is settled, and says of each number what it was counted from', async () => {
    const made = await publicist.post(B, { kind: 'results', campaignId: world.campaignId });
    expect(made.status).toBe(201);
    draft = made.body;
    expect(draft).toMatchObject({ state: 'draft', number: '', kindZh: '评定结果通报', bySystem: false, title: '关于2025年度虚拟评定结果的通报' });
    expect(draft.texts[0]!.lines[1]).toBe('截至2026年2月28日，虚拟单位C共评定单位{results.total}个，其中五星{results.level.five}个、三星{results.level.three}个、二星{results.level.two}个。');
    expect(figure(draft, 'results.level.three')).toEqual({
      name: 'results.level.three', zh: '三星单位数', value: '2', computed: '2', reason: '',
      source: { kind: 'levels', id: world.campaignId, zh: '《2025年度虚拟评定》定级结果中的三星单位，截至2026年2月28日，共2个单位', count: 2 },
    });
    expect(draft.tables[0]!.rows.map(({ cells, source }) => [cells['unitName'], cells['levelName'], cells['note'], source.id])).toEqual([
      [world.units.B01.name, '五星', '依据V3', world.campaignId], [world.units.B02.name, '三星', '—', world.campaignId], [world.units.B03.name, '三星', '—', world.campaignId], [world.units.B05.name, '二星', '—', world.campaignId],
    ]);
    const behind = (await publicist.get(`${B}/${draft.id}/figures/results.level.three`)).body;
    expect(behind.items.map(({ name }: { name: string }) => name)).toEqual([world.units.B02.name, world.units.B03.name]);
    for (const { name, source } of draft.figures) expect((await publicist.get(`${B}/${draft.id}/figures/${name}`)).body.items).toHaveLength(source.count);
  });

  test('of a subtree counts the subtree only', async () => {
    const { body } = await publicist.post(B, { kind: 'results', campaignId: world.campaignId, unitId: world.units.U2.id });
    expect([figure(body, 'results.total').value, body.tables[0].rows.map(({ unitId }: { unitId: string }) => unitId)]).toEqual(['1', [world.units.B05.id]]);
    expect((await publicist.post(`${B}/${body.id}/drop`)).body.state).toBe('dropped');
    expect((await publicist.put(`${B}/${body.id}`, editOf(body))).body.code).toBe('bulletin.dropped');
  });

  test.each([
    ['a kind that is not there', { kind: 'no-such' }, 404, 'kind'],
    ['no round where one is needed', { kind: 'results' }, 422, 'campaignId'],
    ['a period of a kind that has none', { kind: 'exposure', period: '2026-01' }, 422, 'period'],
    ['no period of a kind that has one', { kind: 'monthly-circular' }, 422, 'period'],
    ['a period of another length', { kind: 'monthly-circular', period: '2026-Q1' }, 422, 'period'],
    ['a month that is not over', { kind: 'monthly-circular', period: '2026-02' }, 409, 'period'],
    ['a day ahead', { kind: 'exposure', to: '2026-03-01' }, 422, 'to'],
    ['days the wrong way round', { kind: 'exposure', from: '2026-02-02', to: '2026-02-01' }, 422, 'from'],
    ['no list to rank by', { kind: 'quarterly-assessment', period: '2025-Q4' }, 422, 'subject'],
  ])('is refused with %s', async (_, input, status, field) => {
    const answer = await publicist.post(B, input);
    expect([answer.status, answer.body.field]).toEqual([status, field]);
  });

  test('is for its own unit: others neither see nor change it', async () => {
    const others = await Promise.all([world.seat('publicist', 'OD'), world.seat('clerk', 'B01'), world.seat('auditor', 'C')]);
    for (const other of others) {
      expect((await other.get(`${B}/${draft.id}`)).status).toBe(404);
      expect((await other.get(B)).body.items).toEqual([]);
      expect((await other.get(`${B}/${draft.id}/preview`)).status).toBe(404);
    }
    expect((await others[0]!.put(`${B}/${draft.id}`, editOf(draft))).status).toBe(404);
    expect((await publicist.get(B)).body.items.map(({ id }: { id: string }) => id)).toEqual([draft.id]);
    expect((await publicist.get(`${B}?state=dropped`)).body.items).toHaveLength(1);
  });

  test('is edited over the version that was looked at; numbers stay bound to their sources', async () => {
    const texts = { opening: ['现将结果通报如下。', '共{results.total}个单位，写作{{n}。'], closing: ['请各单位对照。'] };
    const edited = (await publicist.put(`${B}/${draft.id}`, { title: '关于评定结果的通报', texts }, { 'if-match': `"${draft.version}"` })).body;
    expect([edited.title, edited.version, figure(edited, 'results.total').value]).toEqual(['关于评定结果的通报', draft.version + 1, '4']);
    const late = await publicist.put(`${B}/${draft.id}`, editOf(draft), { 'if-match': `"${draft.version}"` });
    expect([late.status, late.body.code]).toEqual([412, 'thing.stale']);
    draft = edited;
  });

  test.each([
    ['a place that stands for nothing', { texts: { opening: ['共{results.stars}个'] } }, 'bulletin.unknown-place', 'texts.opening.0'],
    ['a text that is not there', { texts: { middle: ['文'] } }, 'bulletin.unknown-text', 'texts.middle'],
    ['a number that is not there', { figures: [{ name: 'results.stars', value: '1', reason: '误' }] }, 'bulletin.unknown-figure', 'figures.0.name'],
    ['a row that is not there', { rows: [{ table: 'results', key: 'nobody', struck: true }] }, 'bulletin.unknown-row', 'rows.0'],
  ])('is not edited with %s', async (_, change, code, field) => {
    const answer = await publicist.put(`${B}/${draft.id}`, { ...editOf(draft), ...change });
    expect([answer.status, answer.body.code, answer.body.field]).toEqual([422, code, field]);
    expect((await publicist.get(`${B}/${draft.id}`)).body.version).toBe(draft.version);
  });

  test('marks a number and a cell that a person changed, keeps what was counted, and gives it back', async () => {
    const [first, second] = draft.tables[0]!.rows;
    const hand = { figures: [{ name: 'results.total', value: '5', reason: '另有一个单位待补' }], rows: [{ table: 'results', key: second!.key, cells: { note: '复核' } }, { table: 'results', key: first!.key, struck: true }] };
    const changed = (await publicist.put(`${B}/${draft.id}`, editOf(draft, hand))).body as BulletinView;
    expect(figure(changed, 'results.total')).toMatchObject({ value: '5', computed: '4', reason: '另有一个单位待补', source: { count: 4 } });
    expect(changed.tables[0]!.rows.slice(0, 2).map(({ struck, cells, computed }) => [struck, cells['note'], computed])).toEqual([[true, '依据V3', {}], [false, '复核', { note: '—' }]]);
    const recounted = (await publicist.post(`${B}/${draft.id}/recount`)).body as BulletinView;
    expect([figure(recounted, 'results.total').value, recounted.tables[0]!.rows[1]!.cells['note'], recounted.tables[0]!.rows[0]!.struck]).toEqual(['5', '复核', true]);
    draft = (await publicist.put(`${B}/${draft.id}`, editOf(recounted))).body;
    expect([figure(draft, 'results.total'), draft.tables[0]!.rows.map(({ struck, computed }) => [struck, computed])]).toEqual([expect.objectContaining({ value: '4', reason: '' }), Array(4).fill([false, {}])]);
  });

  test('is counted again when results change; its sentences stay', async () => {
    await world.gives('B04', 'three', '2026-02-28');
    const recounted = (await publicist.post(`${B}/${draft.id}/recount`)).body as BulletinView;
    expect([figure(recounted, 'results.total').value, textsOf(recounted)]).toEqual(['5', textsOf(draft)]);
    draft = recounted;
  });

  test('is looked at as PDF without anything being kept', async () => {
    const bytes = await publicist.bytes(`${B}/${draft.id}/preview`);
    expect(Buffer.from(bytes.subarray(0, 5)).toString()).toBe('%PDF-');
    expect((await publicist.get(`${B}/${draft.id}`)).body).toMatchObject({ version: draft.version, hasDocument: false });
    expect((await publicist.get(`${B}/${draft.id}/document`)).body.code).toBe('bulletin.not-approved');
  });

  test('with a character that no font has cannot be issued: the refusal names it', async () => {
    const odd = (await publicist.put(`${B}/${draft.id}`, editOf(draft, { title: '关于\u{1F600}的通报' }))).body as BulletinView;
    const answer = await decider.post(`${B}/${draft.id}/approval`);
    expect([answer.status, answer.body.code, answer.body.facts.code]).toEqual([422, 'bulletin.unprintable', 'pdf.glyph-missing']);
    draft = (await publicist.put(`${B}/${draft.id}`, editOf(odd, { title: '关于评定结果的通报' }))).body;
  });
});

describe('an issue', () => {
  let issued: BulletinView;
  let pdf: Uint8Array;
  let word: Uint8Array;

  test('is approved by another person of its unit, who looked at this version', async () => {
    const own = await publicist.post(`${B}/${draft.id}/approval`);
    expect([own.status, own.body.code]).toEqual([403, 'bulletin.own-approval']);
    expect((await (await world.seat('decider', 'OD')).post(`${B}/${draft.id}/approval`)).body.code).toBe('bulletin.other-issuer');
    expect((await (await world.seat('clerk', 'B01')).post(`${B}/${draft.id}/approval`)).status).toBe(403);
    expect((await decider.post(`${B}/${draft.id}/approval`, {}, { 'if-match': `"${draft.version - 1}"` })).status).toBe(412);
    expect((await publicist.get(`${B}/${draft.id}`)).body).toMatchObject({ state: 'draft', mayEdit: true, mayApprove: false });
    expect((await decider.get(`${B}/${draft.id}`)).body).toMatchObject({ mayEdit: false, mayApprove: true });
    const approved = await decider.post(`${B}/${draft.id}/approval`, {}, { 'if-match': `"${draft.version}"` });
    expect(approved.body).toMatchObject({ state: 'approved', number: '通报〔2026〕1号', issuedOn: '2026-02-28' });
    expect((await decider.post(`${B}/${draft.id}/approval`)).body.code).toBe('bulletin.frozen');
    for (const [method, path] of [['PUT', ''], ['POST', '/recount'], ['POST', '/drop']] as const) {
      expect((await publicist.send(method, `${B}/${draft.id}${path}`, method === 'PUT' ? editOf(draft) : {})).body.code).toBe('bulletin.frozen');
    }
  });

  test('prints the head of the log, and its digests are in the log', async () => {
    issued = await world.printed(draft.id);
    [pdf, word] = [await publicist.bytes(`${B}/${draft.id}/document`), await publicist.bytes(`${B}/${draft.id}/word`)];
    expect([sha256(pdf), sha256(word)]).toEqual([issued.pdfSha256, issued.docxSha256]);
    expect(Buffer.from(word.subarray(0, 2)).toString()).toBe('PK');
    const note = await (await fetch(`${world.system.url}/api/evidence/log/checkpoint`)).text();
    const head = parseCheckpoint(note)!;
    expect(issued.checkpoint.split(' · ')[0]).toBe(head.origin);
    const [, size, root] = issued.checkpoint.split(' · ') as [string, string, string];
    const history = (await publicist.get(`/api/evidence/log/history?size=${size}`)).body;
    expect([history.size, history.root]).toEqual([Number(size), root]); // the printed head is one that the log has had
    const text = execFileSync('pdftotext', ['-', '-'], { input: pdf }).toString().replaceAll(/\s/g, '');
    expect(text).toContain(issued.checkpoint.replaceAll(' ', ''));
    for (const said of ['通报〔2026〕1号', '共5个单位，写作{n}。', '注1：《2025年度虚拟评定》定级结果，截至2026年2月28日，共5个单位。']) expect(text).toContain(said);
    const log = world.system.platform.databases.get('evidence')!.connection.db!.collection<{ _id: string; act: string; content: object }>('log-entries');
    const entry = await until(async () => (await log.findOne({ objectId: draft.id })) ?? undefined, 'the statement in the log');
    expect(entry).toMatchObject({ act: 'bulletin.issued', content: { number: '通报〔2026〕1号', pdf: issued.pdfSha256, docx: issued.docxSha256 } });
  });

  test('is read by everybody who is signed in', async () => {
    const reader = await world.seat('clerk', 'B05');
    expect((await reader.get(`${B}/${draft.id}`)).body).toMatchObject({ number: '通报〔2026〕1号', mayEdit: false, mayApprove: false });
    expect((await reader.get(`${B}?kind=results`)).body.items.map(({ number }: { number: string }) => number)).toEqual(['通报〔2026〕1号']);
    expect(sha256(await reader.bytes(`${B}/${draft.id}/document`))).toBe(issued.pdfSha256);
  });

  test('stays byte for byte whatever changes afterwards, over a restart too', async () => {
    await world.at('2026-09-14');
    await world.lowered('B01', 'four', '2026-09-14', 'S2.c');
    await until(async () => (await publicist.get(`/api/publicity/rankings?campaignId=${world.campaignId}`)).body.items[0].levelName === '四星', 'the lowered level');
    await world.restart();
    await reload();
    expect(await world.printed(draft.id)).toEqual(issued);
    expect(Buffer.from(await publicist.bytes(`${B}/${draft.id}/document`)).equals(Buffer.from(pdf))).toBe(true);
    expect(Buffer.from(await publicist.bytes(`${B}/${draft.id}/word`)).equals(Buffer.from(word))).toBe(true);
  });

  test('goes out as a workbook with its sources, cells that look like formulas as text', async () => {
    const { body } = await publicist.post(B, { kind: 'results', campaignId: world.campaignId, title: '=HYPERLINK("x")' });
    const [table, numbers] = (await readXlsx(await publicist.bytes(`${B}/${body.id}/workbook`))).sheets;
    expect([table!.rows[0]![0], table!.rows[1]]).toEqual([`'=HYPERLINK("x")`, ['单位', '等级', '定级日期', '备注', '人工修订', '数据来源']]);
    const [zh, value, computed, , source] = numbers!.rows[1]!;
    expect([zh, value, computed, source]).toEqual(['定级单位数', '5', '5', expect.stringContaining('定级结果，截至2026年9月14日，共5个单位')]);
  });
});
