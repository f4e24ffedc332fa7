// Search over 200,000 items (ITEMS says how many), through HTTP, the page and the count, and the page without HTTP, beside Mongo's own
// $regex over the same texts with the same order and scope, and beside a plain look at every text in memory: one JSON line for each class of query.
import { evidence } from '@xingchuang/evidence';
import { newId, type Database } from '@xingchuang/server';
import { Client, closeRun, openRun, startServices, testTrust } from '@xingchuang/testkit';
import { partsOfItem } from '../../services/evidence/src/search/search-item.ts';
import { SearchStore, type SearchPart } from '../../services/evidence/src/search/search-store.ts';
import { wordsIn } from '../../services/evidence/src/search/search-words.ts';

const ITEMS = Number(process.env['ITEMS'] ?? 200_000);
const [REGIONS, UNITS, LONG_EVERY] = [40, 2_000, 300];
const ROUNDS = 7;
const PAGE = 20;
const PEER_ROUNDS = 3; // a peer may need seconds
const RARE = '稀奇古怪';
/** At 100,000 items, the page alone. */
const TARGET_MS = 5;

const WORDS = '党课 主题党日 会议记录 第一议题 组织生活会 民主评议 学习教育 理论学习 中心组 志愿服务 社区报到 双报到 值班安排 安全生产 营商环境 招商引资 乡村振兴 基层治理 党员大会 支部委员会 党小组会 谈心谈话 批评与自我批评 整改落实 廉政建设 警示教育 先锋模范 服务群众 项目建设 环境整治 政策宣讲 法律援助 调解纠纷 治安巡逻 科普宣传 健康义诊 文明创建 防汛演练 防火巡查 走访慰问 困难党员 年度计划 半年总结 述职评议 考核结果 公示公告 台账资料 照片说明 活动方案'.split(' ');
const SIGNS = [...'的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处队南给色光门即保治北造百规热领七海口东导器压志世金增争济阶油思术极交受联什认六共权收证改清己美再采转更单风切打白教速花带安场身车例真务具万每目至达走积示议声报斗完类八离华名确才科张信马节话米整空元况今集温传土许步群广石记需段研界拉林律叫且究观越织装影算低持音众书布复容儿须际商非验连断深难近矿千周委素技备半办青省列习响约支般史感劳便团往酸历市克何除消构府称太准精值号率族维划选标写存候毛亲快效院查江型眼王按格养易置派层片始却专状育厂京识适属圆包火住调满县局照参红细引听该铁价严龙飞'];

/** The same numbers from 0 to 1 in every run. */
function chanceFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
const random = chanceFrom(20_260_101);
const pick = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)]!;
const median = (numbers: readonly number[]): number => Number(numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)]!.toFixed(2));

function prose(length: number): string {
  let text = '';
  while (text.length < length) text += random() < 0.35 ? pick(WORDS) : random() < 0.9 ? pick(SIGNS) + pick(SIGNS) : String(1 + Math.floor(random() * 400));
  return text;
}

interface Unit {
  readonly unitId: string;
  readonly path: readonly string[];
}

function someParts(number: number, unit: Unit): SearchPart[] {
  const day = new Date(Date.UTC(2024, 0, 1 + Math.floor(random() * 900))).toISOString().slice(0, 10);
  const isRecord = number % 3 === 0;
  const body = isRecord ? (number % LONG_EVERY === 0 ? 6_000 : 180) : 30;
  return partsOfItem(
    {
      ...unit, id: newId(), kind: isRecord ? 'record' : 'file', type: isRecord ? 'meeting' : 'image/jpeg', day, tasks: [], filedBy: unit.unitId, arrivedAt: `${day}T02:00:00.000Z`,
      restricted: false, hidden: false, flags: [], hasThumbnail: !isRecord, title: isRecord ? `${pick(WORDS)}${prose(8)}` : `${pick(WORDS)}IMG_${day.replaceAll('-', '')}_${number}.jpg`,
      passages: [prose(body) + (number % 50_000 === 777 ? RARE : '')],
    },
    number,
  );
}

/** Fills the index; the indexes themselves are made at the end, as one batch is a tenth of the work of one by one. */
async function fill({ connection }: Database, units: readonly Unit[]): Promise<{ seconds: number; texts: { text: string; unitId: string; region: string; order: number }[] }> {
  const began = performance.now();
  const parts = connection.collection<{ _id: string }>('search-parts');
  const texts: { text: string; unitId: string; region: string; order: number }[] = [];
  for (const name of ['unit', 'area']) await parts.dropIndex(name);
  for (let number = 0; number < ITEMS; ) {
    const batch: SearchPart[] = [];
    for (; batch.length < 1_000 && number < ITEMS; number += 1) batch.push(...someParts(number, units[Math.floor(random() * random() * UNITS)]!));
    await parts.insertMany(batch.map(({ id, ...part }) => ({ _id: id, ...part })) as never, { ordered: false });
    for (const { folded, unitId, path, order } of batch) texts.push({ text: folded, unitId, region: path[1]!, order });
  }
  const seen = new Map((await parts.aggregate<{ _id: { unitId: string; area: number; path: string[] } }>([{ $group: { _id: { unitId: '$unitId', area: '$area', path: '$path' } } }]).toArray()).map(({ _id }) => [_id.path.join('/'), _id]));
  await connection.collection<{ _id: string }>('search-places').insertMany([...seen].map(([_id, place]) => ({ _id, ...place })));
  await parts.createIndex({ unitId: 1, keys: 1, order: -1 }, { name: 'unit' });
  await parts.createIndex({ area: 1, keys: 1, order: -1 }, { name: 'area' });
  await parts.createIndex({ order: -1 }, { name: 'order' }); // for the peer
  return { seconds: Math.round((performance.now() - began) / 1_000), texts: texts.sort((a, b) => b.order - a.order) };
}

async function timed<T>(work: () => Promise<T> | T): Promise<{ ms: number; result: T }> {
  const began = performance.now();
  const result = await work();
  return { ms: performance.now() - began, result };
}

await openRun();
const running = await startServices([evidence], { config: { DERIVE: 'off' } });
try {
  const database = running.platform.databases.get('evidence')!;
  const root = newId();
  const regions = Array.from({ length: REGIONS }, () => newId());
  const units = Array.from({ length: UNITS }, (_, n): Unit => {
    const unitId = newId();
    return { unitId, path: [root, regions[n % REGIONS]!, unitId] };
  });
  const { connection } = database;
  const tree = [[root, [root]], ...regions.map((id) => [id, [root, id]]), ...units.map(({ unitId, path }) => [unitId, path])] as [string, string[]][];
  await connection.collection<{ _id: string }>('units').insertMany(
    tree.map(([id, path]) => ({ _id: id, version: 1, code: id, name: id, kind: 'branch', parentId: path.at(-2) ?? '', path, jurisdictionId: id, openedOn: '2020-01-01', closedOn: '', stays: [{ since: '2020-01-01', kind: 'branch', path }] })),
  );
  const { seconds, texts } = await fill(database, units);
  const { indexSizes, size } = (await connection.db!.command({ collStats: 'search-parts' })) as unknown as { indexSizes: Record<string, number>; size: number };
  const mb = (bytes: number) => Math.round(bytes / 1e6);
  process.stdout.write(`${JSON.stringify({ bench: 'search', measure: 'index', items: ITEMS, parts: texts.length, buildSeconds: seconds, dataMb: mb(size), unitIndexMb: mb(indexSizes['unit']!), areaIndexMb: mb(indexSizes['area']!) })}\n`);

  const trust = await testTrust(running.platform.bus);
  const store = running.app.get(SearchStore, { strict: false });
  const seat = async (role: 'clerk' | 'leader' | 'auditor', unitId: string) => new Client(running.url, await trust.token({ role, unitId, jurisdictionId: unitId }));
  const scopes = [
    { scope: 'all', asker: () => seat('auditor', root), filter: {}, covers: () => true },
    { scope: 'subtree', asker: () => seat('leader', regions[0]!), filter: { path: regions[0]! }, covers: ({ region }: { region: string }) => region === regions[0] },
    { scope: 'own unit', asker: () => seat('clerk', units[0]!.unitId), filter: { unitId: units[0]!.unitId }, covers: ({ unitId }: { unitId: string }) => unitId === units[0]!.unitId },
  ] as const;
  const classes = [['common', '党课'], ['rare', RARE], ['phrase', '批评与自我批评'], ['absent', '鹮鸑鷟'], ['two grams', '志愿服务 民主评议'], ['excluded', '志愿服务 -党课'], ['file name', 'IMG_20240305'], ['no words', '']] as const;

  for (const { scope, asker, filter, covers } of scopes) {
    const reach = await store.reachOf(filter);
    for (const [name, q] of classes) {
      const words = wordsIn(q);
      const client = await asker(); // tokens last minutes
      const [http, count, page, regex, scan]: [number[], number[], number[], number[], number[]] = [[], [], [], [], []];
      let exact = true;
      for (let round = 0; round < ROUNDS; round += 1) {
        const asked = await timed(() => client.get(`/api/evidence/search?${new URLSearchParams({ q, limit: String(PAGE) })}`));
        if (asked.result.status !== 200) throw new Error(JSON.stringify(asked.result.body));
        http.push(asked.ms);
        if (round < PEER_ROUNDS) count.push((await timed(() => client.get(`/api/evidence/search/count?${new URLSearchParams({ q })}`))).ms);
        const ours = await timed(async () => {
          const orders: number[] = [];
          for await (const { order } of store.walk({ reach, words, filters: { readable: {} }, where: 'anywhere' }, PAGE + 1)) if (orders.push(order) === PAGE) break;
          return orders;
        });
        page.push(ours.ms);
        const and = [...words.all.map((term) => ({ folded: { $regex: term } })), ...words.none.map((term) => ({ folded: { $not: { $regex: term } } }))];
        if (round >= PEER_ROUNDS) continue;
        const theirs = await timed(() => connection.collection('search-parts').find({ ...filter, ...(and.length > 0 && { $and: and }) }).project({ keys: 0 }).sort({ order: -1 }).hint('order').limit(PAGE).toArray());
        regex.push(theirs.ms);
        const plain = await timed(() => {
          const hits: number[] = [];
          for (const one of texts) if (covers(one) && words.all.every((term) => one.text.includes(term)) && !words.none.some((term) => one.text.includes(term)) && hits.push(one.order) === PAGE) break;
          return hits;
        });
        scan.push(plain.ms);
        const firsts = (orders: readonly number[]) => new Set(orders.map((order) => Math.floor(order / 256)));
        exact &&= firsts(ours.result).size === ours.result.length && ours.result.length >= firsts(plain.result).size;
      }
      process.stdout.write(`${JSON.stringify({ bench: 'search', measure: name, scope, httpMs: median(http), countMs: median(count), pageMs: median(page), regexMs: median(regex), scanMs: median(scan), ofRegex: Number((median(page) / median(regex)).toFixed(3)), targetMs: TARGET_MS, complete: exact })}\n`);
    }
  }
} finally {
  await running.stop();
  await closeRun();
}
process.exit(0);
