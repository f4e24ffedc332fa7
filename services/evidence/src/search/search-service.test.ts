import fc from 'fast-check';
import type { SearchCount, SearchHit, SearchPage } from '@xingchuang/contracts';
import { newId } from '@xingchuang/server';
import { until, type Client } from '@xingchuang/testkit';
import { openWorld, upload, type World } from '../world.fixture.ts';
import { partsOfItem, type SearchItem } from './search-item.ts';
import { SearchStore } from './search-store.ts';
import { fold } from './search-text.ts';
import { holds, wordsIn } from './search-words.ts';

const COMMUNITY = '东街';
let world: World;
let clerk: Client;
beforeAll(async () => {
  world = await openWorld({ DERIVE: 'on' });
  clerk = await world.as('clerk', 'B01');
});
afterAll(() => world?.running.stop());

const read = async <T>(client: Client, path: string, query: Record<string, string>): Promise<T> => {
  const answer = await client.get(`${path}?${new URLSearchParams(query)}`);
  if (answer.status !== 200) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
  return answer.body as T;
};
/** A page, and how many there are. */
const search = async (client: Client, query: Record<string, string> = {}): Promise<SearchPage & { found: SearchCount }> => {
  const { sort: _, limit: __, pageToken: ___, ...asked } = query;
  return { ...(await read<SearchPage>(client, '/api/evidence/search', query)), found: await read<SearchCount>(client, '/api/evidence/search/count', asked) };
};
const titles = async (client: Client, query: Record<string, string>): Promise<string[]> => (await search(client, query)).items.map(({ title }) => title.text);

const indexed = (id: string, has: (hit: Record<string, unknown>) => boolean = () => true): Promise<unknown> => {
  const { connection } = world.running.platform.databases.get('evidence')!;
  return until(async () => (await connection.collection('search-parts').find({ itemId: id }).toArray()).some(has), `search knows ${id}`);
};

async function file(code: string, name: string, text: string, headers: Record<string, string> = {}): Promise<string> {
  const { status, body } = await upload(await world.as('clerk', code), world.id(code), Buffer.from(text), name, headers);
  if (status !== 201) throw new Error(`${status} ${JSON.stringify(body)}`);
  await indexed(body.id as string);
  return body.id as string;
}

async function record(code: string, title: string, text: string, rest: Record<string, unknown> = {}): Promise<string> {
  const { status, body } = await (await world.as('clerk', code)).post('/api/evidence/records', { unitId: world.id(code), type: 'real_thing', day: '2026-01-04', title, fields: { community: COMMUNITY, text }, ...rest }, { 'idempotency-key': newId() });
  if (status !== 201) throw new Error(`${status} ${JSON.stringify(body)}`);
  await indexed(body.id as string);
  return body.id as string;
}

describe('what comes in is found', () => {
  test('a file by any part of its name, a record by its title and text', async () => {
    const fileId = await file('B01', '三月 主题党日合影ＩＭＧ_2031.txt', '照片说明');
    const recordId = await record('B01', '党课记录', '学习了第一议题的内容，大家谈了体会。');
    for (const q of ['主题党日', '党日合', 'img_2031', 'mg_20', '2031']) expect((await search(clerk, { q })).items.map(({ id }) => id)).toEqual([fileId]);
    for (const q of ['党课', '第一议题', '“议题的内容”', '党课 体会', '体会 党课']) expect((await search(clerk, { q })).items.map(({ id }) => id)).toEqual([recordId]);
    expect((await search(clerk, { q: '党课 合影' })).items).toEqual([]);
  });

  test('a hit says where the words are', async () => {
    await record('B01', '组织生活会', `会前${'准备'.repeat(60)}之后开展批评与自我批评，态度诚恳。`);
    const [hit] = (await search(clerk, { q: '批评 组织生活' })).items;
    expect(hit).toMatchObject({ kind: 'record', type: 'real_thing', day: '2026-01-04', title: { text: '组织生活会', marks: [[0, 4]] } });
    const [snippet] = hit!.snippets;
    expect(snippet!.marks.map(([from, to]) => snippet!.text.slice(from, to))).toEqual(['批评', '批评']);
    expect(snippet!.text).toMatch(/^….{24}批评与自我批评，态度诚恳。$/);
  });

  test('what a file says is found once it was read', async () => {
    const id = await file('B01', '说明材料.txt', '正文里写到了水库移民安置，名字里没有。');
    await indexed(id, ({ folded }) => String(folded).includes('水库移民'));
    const [hit] = (await search(clerk, { q: '水库移民' })).items;
    expect(hit).toMatchObject({ id, kind: 'file', snippets: [{ text: '正文里写到了水库移民安置，名字里没有。', marks: [[6, 10]] }] });
  });

  test('what was pointed out about it is a filter', async () => {
    const other = await world.as('clerk', 'B02');
    const ids = [await file('B01', '重复材料.txt', '同样的内容同样的内容'), await file('B02', '重复材料二.txt', '同样的内容同样的内容')];
    for (const id of ids) await indexed(id, ({ flags }) => (flags as string[]).includes('near-duplicate'));
    expect((await search(clerk, { flag: 'near-duplicate' })).items.map(({ id }) => id)).toEqual([ids[0]]);
    expect((await search(other, { flag: 'near-duplicate', q: '重复材料' })).items.map(({ id, flags }) => [id, flags])).toEqual([[ids[1], ['near-duplicate']]]);
  });

  test('after a correction the new words are found and the old ones are not', async () => {
    const id = await record('B01', '年度打算', '重点是垃圾分类');
    const corrected = await clerk.post(`/api/evidence/records/${id}/correction`, { day: '2026-01-03', title: '年度打算', fields: { community: COMMUNITY, text: '重点是防汛演练' }, reason: '写错了' }, { 'idempotency-key': newId() });
    expect(corrected.status).toBe(200);
    await indexed(id, ({ folded }) => String(folded).includes('防汛'));
    expect(await titles(clerk, { q: '防汛演练' })).toEqual(['年度打算']);
    expect(await titles(clerk, { q: '垃圾分类' })).toEqual([]);
  });

  test('words of a long text are found wherever they stand, together and excluded', async () => {
    const long = `${'前言部分的话。'.repeat(600)}开头词汇${'中间很多内容。'.repeat(900)}结尾词汇${'附录。'.repeat(500)}`;
    const id = await record('B02', '长篇材料', long);
    const other = await world.as('clerk', 'B02');
    for (const q of ['开头词汇', '结尾词汇', '开头词汇 结尾词汇', '长篇 结尾词汇 附录', '"话。开头词"']) expect((await search(other, { q })).items.map((hit) => hit.id)).toEqual([id]);
    for (const q of ['开头词汇 -结尾词汇', '长篇 -附录', '开头词汇结尾']) expect((await search(other, { q })).items).toEqual([]);
    const [hit] = (await search(other, { q: '结尾词汇 开头词汇' })).items;
    expect(new Set(hit!.snippets.flatMap(({ text, marks }) => marks.map(([from, to]) => text.slice(from, to))))).toEqual(new Set(['开头词汇', '结尾词汇']));
  });
});

describe('narrowing', () => {
  const TASK = 'nanyang-organ-five-star/T01';
  let party: Client;
  let ids: Record<string, string>;
  beforeAll(async () => {
    ids = {
      early: await record('B03', '值班安排一', '防火巡查', { day: '2025-12-01' }),
      late: await record('B03', '值班安排二', '防火巡查', { day: '2026-01-02', tasks: [TASK] }),
      file: await file('B03', '值班安排三.txt', '内容', { 'X-Event-Date': '2025-12-31' }),
      other: await record('B04', '值班安排四', '防火巡查'),
    };
    party = await world.as('reviewer', 'PG');
  });

  test.each<[string, Record<string, string>, string[]]>([
    ['a unit', { unitId: 'B03' }, ['late', 'file', 'early']],
    ['a subtree', { unitId: 'U1', subtree: 'true' }, ['other', 'late', 'file', 'early']],
    ['everything in scope', {}, ['other', 'late', 'file', 'early']],
    ['days', { from: '2025-12-31', to: '2026-01-02' }, ['late', 'file']],
    ['a first day', { from: '2026-01-02' }, ['other', 'late']],
    ['a last day', { to: '2025-12-01' }, ['early']],
    ['a kind', { kind: 'file' }, ['file']],
    ['a record type', { type: 'real_thing', unitId: 'B03' }, ['late', 'early']],
    ['a media type', { type: 'text/plain' }, ['file']],
    ['a task', { task: TASK }, ['late']],
    ['a flag that nothing has', { flag: 'burst' }, []],
    ['an uploader of nothing', { uploader: newId() }, []],
  ])('by %s', async (_, query, expected) => {
    const { unitId, ...rest } = query;
    const page = await search(party, { q: '值班安排', ...rest, ...(unitId !== undefined && { unitId: world.id(unitId) }) });
    const names = new Map(Object.entries(ids).map(([name, id]) => [id, name]));
    expect(page.items.map(({ id }) => names.get(id))).toEqual(expected);
    expect(page.found).toMatchObject({ count: expected.length, more: false });
  });

  test('by a task that a file is linked to, until it is linked no more', async () => {
    const clerk3 = await world.as('clerk', 'B03');
    const order = (act: string) => clerk3.post(`/api/evidence/files/${ids['file']}/${act}-task`, { task: TASK }, { 'idempotency-key': newId() });
    expect((await order('link')).status).toBe(200);
    expect((await search(clerk3, { task: TASK })).items.map(({ id }) => id)).toEqual([ids['late'], ids['file']]);
    expect((await search(clerk3, { task: TASK, q: '排三' })).items.map(({ tasks }) => tasks)).toEqual([[TASK]]);
    expect((await order('unlink')).status).toBe(200);
    expect((await search(clerk3, { task: TASK })).items.map(({ id }) => id)).toEqual([ids['late']]);
  });

  test('by an uploader', async () => {
    const [hit] = (await search(party, { q: '值班安排四' })).items;
    expect((await search(party, { uploader: hit!.uploadedBy, q: '值班安排' })).items.map(({ id }) => id)).toEqual([ids['other']]);
  });

  test('nothing asked for lists the newest', async () => {
    const all = await search(await world.as('clerk', 'B03'));
    expect(all.items.map(({ id }) => id)).toEqual([ids['late'], ids['file'], ids['early']]);
  });

  test('titles first, where the best is asked for', async () => {
    await record('B05', '无关标题', '这里提到安全生产', { day: '2026-01-04' });
    await record('B05', '安全生产月', '内容', { day: '2025-06-01' });
    await record('B05', '也是无关', '又提到安全生产', { day: '2025-01-01' });
    const of = await world.as('clerk', 'B05');
    expect(await titles(of, { q: '安全生产' })).toEqual(['无关标题', '安全生产月', '也是无关']);
    expect(await titles(of, { q: '安全生产', sort: 'best' })).toEqual(['安全生产月', '无关标题', '也是无关']);
    const seen: string[] = [];
    for (let pageToken: string | undefined = ''; pageToken !== undefined; ) {
      const page: SearchPage = await search(of, { q: '安全生产', sort: 'best', limit: '1', ...(pageToken && { pageToken }) });
      seen.push(...page.items.map(({ title }) => title.text));
      pageToken = page.nextPageToken;
    }
    expect(seen).toEqual(['安全生产月', '无关标题', '也是无关']);
  });

  test('counts by type and unit', async () => {
    const { found } = await search(party, { q: '值班安排' });
    expect(found).toEqual({
      count: 4, more: false,
      types: [{ id: 'real_thing', count: 3 }, { id: 'text/plain', count: 1 }],
      units: [{ id: world.id('B03'), count: 3 }, { id: world.id('B04'), count: 1 }],
    });
  });
});

describe('refusals', () => {
  test.each<[string, Record<string, string>, string, string]>([
    ['one sign', { q: '党' }, 'search.word-too-short', 'q'],
    ['an endless word', { q: '长'.repeat(65) }, 'search.word-too-long', 'q'],
    ['too many words', { q: '一一 二二 三三 四四 五五 六六 七七 八八 九九 十十 百百' }, 'search.too-many-words', 'q'],
    ['a day that is none', { from: '2026-02-30' }, 'input.invalid', 'from'],
    ['a kind that is none', { kind: 'photo' }, 'input.invalid', 'kind'],
    ['a page that is none', { pageToken: 'abc' }, 'page.token-invalid', 'pageToken'],
    ['a field that is none', { path: 'x' }, 'input.invalid', 'path'],
  ])('%s', async (_, query, code, field) => {
    expect(await clerk.get(`/api/evidence/search?${new URLSearchParams(query)}`)).toMatchObject({ status: 422, body: { code, field } });
  });

  test('signs that mean something to a pattern mean themselves', async () => {
    await record('B06', '编号 [A-1] (终稿) 100% a.b*c', '内容');
    const of = await world.as('clerk', 'B06');
    for (const q of ['[A-1]', '(终稿)', '100%', 'a.b*c', '] (']) expect(await titles(of, { q: `"${q}"` })).toHaveLength(1);
    for (const q of ['.*', 'a.c', '[a-z]', '^编', '$where']) expect(await titles(of, { q })).toHaveLength(0);
  });
});

describe('it agrees with a plain look at every text', () => {
  const WORDS = ['党课', '党日', '课记', '会议', '记录', '第一', '议题', '一议', 'ab', 'abc', '12', '党课记录', '会议 记录', '"b 1"', '-党课', '-12', '课'];
  const texts = new Map<string, string[]>();
  let of: Client;

  beforeAll(async () => {
    of = await world.as('clerk', 'B07');
    const sign = fc.constantFrom(...'党课日会议记录第一题abc12 ');
    const samples = fc.sample(fc.tuple(fc.string({ unit: sign, minLength: 1, maxLength: 8 }), fc.string({ unit: sign, maxLength: 40 })), { numRuns: 60, seed: 7 });
    for (const [title, text] of samples) {
      if (title.trim() === '' || text.trim() === '') continue;
      texts.set(await record('B07', title, text), [fold(title.trim()).text, fold(text).text, COMMUNITY]);
    }
    texts.set(await record('B07', '长文', '会议记录一二三。'.repeat(700) + 'abc12党课'), [fold('长文').text, fold('会议记录一二三。'.repeat(700) + 'abc12党课').text]);
  }, 60_000);

  test('whatever is asked for', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 3 }), async (chosen) => {
        const q = chosen.join(' ');
        fc.pre(!chosen.includes('课') || chosen.some((word) => word.length > 1 && !word.startsWith('-'))); // alone it is refused
        const words = wordsIn(q);
        const found: SearchHit[] = [];
        for (let pageToken: string | undefined = ''; pageToken !== undefined; ) {
          const page: Awaited<ReturnType<typeof search>> = await search(of, { q, limit: '20', ...(pageToken && { pageToken }) });
          if (pageToken === '') expect(page.found.count).toBe([...texts.values()].filter((one) => holds(words, one)).length);
          found.push(...page.items);
          pageToken = page.nextPageToken;
        }
        const plain = [...texts].filter(([, one]) => holds(words, one)).map(([id]) => id);
        expect(found.map(({ id }) => id).sort()).toEqual(plain.sort());
      }),
      { numRuns: 60 },
    );
  }, 60_000);
});

test.each([1, 2, 5, 19, 20, 21, 60, 1_000])('a count stops at %i and says whether there is more', async (cap) => {
  const store = world.running.app.get(SearchStore, { strict: false });
  const reach = await store.reachOf({ unitId: world.id('B07') });
  for (const q of ['会议', '党课', 'abc12', '']) {
    const asked = { reach, words: wordsIn(q), filters: { readable: {} }, where: 'anywhere' } as const;
    let all = 0;
    for await (const { itemId } of store.walk(asked, 10)) all += itemId === '' ? 0 : 1;
    const { count, more, rows } = await store.count(asked, cap);
    expect({ q, count, more }).toEqual({ q, count: Math.min(all, cap), more: all > cap });
    expect(rows.reduce((sum, row) => sum + row.count, 0)).toBeGreaterThanOrEqual(count);
  }
});

describe('nothing of another unit', () => {
  const canary = (code: string): string => `鹮鸑${code}鷟`;
  const CODES = ['B08', 'B09', 'B10'];
  beforeAll(async () => {
    for (const code of CODES) {
      await record(code, `台账${canary(code)}`, `共同的词语 ${canary(code)}`);
      await file(code, `文件${canary(code)}.txt`, canary(code));
    }
  });

  test.each(CODES)('%s sees its own only', async (code) => {
    const own = await world.as('clerk', code);
    for (const query of [{}, { q: '共同的词语' }, { q: '鹮鸑' }, { q: canary(code) }, { q: '-没有的词' }, { q: '鹮鸑', sort: 'best' }, { kind: 'file' }] as Record<string, string>[]) {
      const page = await search(own, query);
      expect(page.items.length).toBeGreaterThan(0);
      const told = JSON.stringify(page);
      for (const other of CODES.filter((one) => one !== code)) {
        expect(told).not.toContain(canary(other));
        expect(told).not.toContain(world.id(other));
      }
    }
    for (const other of CODES.filter((one) => one !== code)) {
      expect(await search(own, { q: canary(other) })).toEqual({ items: [], found: { count: 0, more: false, types: [], units: [] } });
      expect(await own.get(`/api/evidence/search?unitId=${world.id(other)}`)).toMatchObject({ status: 404, body: { code: 'thing.missing' } });
      expect(await own.get(`/api/evidence/search?unitId=${world.id('U1')}&subtree=true`)).toMatchObject({ status: 404 });
    }
  });

  test('who governs them, and an auditor, see all', async () => {
    for (const role of ['leader', 'auditor'] as const) {
      const seat = await world.as(role, role === 'leader' ? 'PG' : 'C');
      expect((await search(seat, { q: '鹮鸑' })).found).toMatchObject({ count: 6 });
      for (const code of CODES) expect((await search(seat, { q: canary(code) })).items).toHaveLength(2);
    }
  });

  test('what not everybody may read is found only by who may', async () => {
    const member = await world.member('B09');
    const fields = { kind: 'heart', talker: member, member, text: '不公开的谈话内容', private: true };
    const [author, colleague, decider] = [await world.as('clerk', 'B09'), await world.as('clerk', 'B09'), await world.as('decider', 'PG')];
    const { status, body } = await author.post('/api/evidence/records', { unitId: world.id('B09'), type: 'talk', day: '2026-01-04', title: '谈心谈话密', fields }, { 'idempotency-key': newId() });
    expect([status, body]).toEqual([201, expect.anything()]);
    await indexed(body.id as string);
    for (const [seat, count] of [[author, 1], [decider, 1], [colleague, 0], [await world.as('reviewer', 'PG'), 0], [await world.as('auditor', 'C'), 0]] as const) {
      for (const query of [{ q: '谈心谈话密' }, { q: '不公开的谈话' }, { type: 'talk' }] as Record<string, string>[]) {
        const page = await search(seat, query);
        expect([page.items.length, page.found.count, page.found.types.length]).toEqual([count, count, count]);
      }
    }
  });

  test('nobody else searches', async () => {
    expect(await (await world.as('admin', 'C')).get('/api/evidence/search')).toMatchObject({ status: 403 });
  });
});

test('a subtree of many units has what is its own, and nothing of districts that share its area', async () => {
  const [store, database] = [world.running.app.get(SearchStore, { strict: false }), world.running.platform.databases.get('evidence')!];
  const districts = Array.from({ length: 40 }, () => newId());
  const item = (n: number): SearchItem => {
    const [district, unitId] = [n < 120 ? districts[0]! : districts[n % 40]!, newId()];
    return {
      id: newId(), kind: 'file', unitId, path: ['root', district, unitId], type: 'text/plain', day: '2020-01-01', tasks: [], filedBy: 'x', arrivedAt: '', restricted: false, hidden: false,
      flags: [], hasThumbnail: false, title: district === districts[0] ? '本区共有的词' : '别区共有的词', passages: [],
    };
  };
  const items = Array.from({ length: 200 }, (_, n) => item(n));
  await database.transaction(() => store.put(items, partsOfItem));
  const ask = async (path: string, q: string): Promise<string[]> => {
    const reach = await store.reachOf({ path });
    expect(reach.within).toHaveProperty(path === districts[1] ? 'unitId' : 'area');
    const found: string[] = [];
    for await (const { title } of store.walk({ reach, words: wordsIn(q), filters: { readable: {} }, where: 'anywhere' }, 20)) found.push(title);
    return found;
  };
  const own = items.filter(({ path }) => path[1] === districts[0]).length;
  expect(await ask(districts[0]!, '共有的词')).toEqual(Array.from({ length: own }, () => '本区共有的词'));
  expect(await ask(districts[1]!, '共有的词')).toHaveLength(items.filter(({ path }) => path[1] === districts[1]).length);
  expect(await ask('root', '共有的词')).toHaveLength(200);
  const { connection } = database;
  await connection.collection('search-parts').deleteMany({ path: 'root' });
});

describe('the index made anew', () => {
  test('is as it was, without what is no more and with what was missed', async () => {
    const { connection } = world.running.platform.databases.get('evidence')!;
    const parts = connection.collection<{ _id: string; itemId: string }>('search-parts');
    const before = await parts.find({}).sort({ _id: 1 }).toArray();
    await parts.deleteMany({ itemId: { $in: [before[0]!.itemId, before.at(-1)!.itemId] } });
    await parts.insertOne({ ...before[0]!, _id: 'gone#000', itemId: newId() });
    const admin = await world.as('admin', 'C');
    expect(await admin.post('/api/evidence/search/rebuild', {}, { 'idempotency-key': newId() })).toMatchObject({ status: 202, body: { state: expect.stringMatching(/running|done/) as string } });
    const done = await until(async () => {
      const { body } = await admin.get('/api/evidence/search/rebuild');
      return (body as { state: string }).state === 'done' && (body as { done: number; total: number });
    }, 'the rebuild');
    expect(done.total).toBe(done.done); // what its progress is measured by
    expect(done.done).toBe(new Set(before.map(({ itemId }) => itemId)).size);
    const plain = (all: readonly object[]) => all.map((part) => ({ ...part, order: 0, keys: (part as { keys: string[] }).keys.toSorted() }));
    expect(plain(await parts.find({}).sort({ _id: 1 }).toArray())).toEqual(plain(before));
    expect(await clerk.post('/api/evidence/search/rebuild', {}, { 'idempotency-key': newId() })).toMatchObject({ status: 403 });
  }, 30_000);
});
