import type { RectificationTodo } from '@xingchuang/contracts';
import type { Client } from '@xingchuang/testkit';
import { finding, startWorld, type World } from '../world.fixture.ts';

let world: World;
let [committee, clerk] = [] as unknown as [Client, Client];

beforeAll(async () => {
  world = await startWorld('2026-03-02');
  [committee, clerk] = [await world.seat('supervisor', 'OC'), await world.seat('clerk', 'B01')];
});
afterAll(() => world?.system.stop());

const work = async (who: Client): Promise<RectificationTodo['items']> => (await who.get('/api/rectification/todo')).body.items;
const at = async (who: Client, id: string) => (await work(who)).filter((one) => one.id === id).map(({ kind, due }) => `${kind} ${due}`.trim());
const open = async (aspect = 'S1', over: object = {}): Promise<string> => (await committee.post('/api/rectification/findings', finding(world.units.B01, aspect, '2026-03-02', over))).body.id;
const act = (who: Client, id: string, what: string, body: object = {}) => who.post(`/api/rectification/findings/${id}/${what}`, body).then(({ status, body: answer }) => expect([status, answer.code]).toEqual([200, undefined]));

test('a finding waits for one side at a time, step by step, and then for nobody', async () => {
  const id = await open();
  expect([await at(committee, id), await at(clerk, id)]).toEqual([['finding.open'], []]);
  await act(committee, id, 'notice', { demand: '限期整改', limit: { workdays: 5 }, lookBack: true });
  expect([await at(committee, id), await at(clerk, id)]).toEqual([[], ['finding.received 2026-03-09']]);
  await act(clerk, id, 'acknowledgement');
  expect(await at(clerk, id)).toEqual(['finding.noticed 2026-03-09']);
  await act(clerk, id, 'proof', { text: '已整改', fileIds: [] });
  expect([await at(committee, id), await at(clerk, id)]).toEqual([['finding.look-back'], []]);
  await act(committee, id, 'look-back', { lookedOn: '2026-03-02', text: '现场看过', fileIds: [] });
  expect(await at(committee, id)).toEqual(['finding.proved']);
  await act(committee, id, 'check', { solved: true, opinion: '同意' });
  expect([await at(committee, id), await at(clerk, id)]).toEqual([[], []]);
});

test('the list is whole, however long: as many lines as things that wait', async () => {
  const before = (await work(committee)).length;
  for (let n = 0; n < 60; n += 1) await open('S1', { title: `问题${n}` });
  const mine = await work(committee);
  expect([mine.length, new Set(mine.map(({ id }) => id)).size]).toEqual([before + 60, before + 60]);
});
