import { checkProof, commitmentOf, leafHash, parseKey, parseLeaf, parseProof } from '@xingchuang/transparency';
import type { ItemReceipt } from '@xingchuang/contracts';
import { until, type Client } from '@xingchuang/testkit';
import { picture } from '../file/bytes.fixture.ts';
import { openWorld, upload, type World } from '../world.fixture.ts';

let world: World;
let clerk: Client;

beforeAll(async () => {
  world = await openWorld();
  clerk = await world.as('clerk', 'B01');
});
afterAll(() => world?.running.stop());

const receiptOf = async (id: string): Promise<ItemReceipt> =>
  until(async () => {
    const { body } = await clerk.get(`/api/evidence/files/${id}/receipt`);
    return (body as ItemReceipt).state === 'placed' ? (body as ItemReceipt) : undefined;
  }, `the receipt of ${id}`);

test('a receipt shows, with nothing but itself, that a file was kept', async () => {
  const { body } = await upload(clerk, world.id('B01'), await picture('jpeg'), '活动照片.jpg');
  const receipt = await receiptOf(body.id as string);
  expect(receipt).toMatchObject({ objectId: body.id, sha256: body.sha256, state: 'placed' });
  const [said] = receipt.statements;
  const proof = parseProof(said!.proof!)!;
  expect(checkProof(proof, leafHash(Buffer.from(said!.leaf!)), receipt.keys.map((key) => parseKey(key)!))).toMatchObject({ root: expect.any(Buffer) as Buffer });
  expect(parseLeaf(Buffer.from(said!.leaf!))).toMatchObject({ act: 'file.received', object: body.id, commitment: commitmentOf(said!.salt, said!.content) });
  expect(said!.content).toMatchObject({ sha256: body.sha256, name: '活动照片.jpg' });
});

test('the receipt of another unit does not exist', async () => {
  const { body } = await upload(clerk, world.id('B01'), await picture('png'), '照片.jpg');
  const stranger = await world.as('clerk', 'B02');
  expect((await stranger.get(`/api/evidence/files/${body.id}/receipt`)).status).toBe(404);
});
