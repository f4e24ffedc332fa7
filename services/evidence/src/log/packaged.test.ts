import { CampaignPackagedSchema } from '@xingchuang/contracts';
import { newId } from '@xingchuang/server';
import { Client, until } from '@xingchuang/testkit';
import { canonicalJson, parseCheckpoint, placeInLog, tilePath, tilesOf, verifyLog, type Reader } from '@xingchuang/transparency';
import { openWorld, type World } from '../world.fixture.ts';

/** The digest of a campaign package is in the public log under itself: whoever has the package finds it with a copy of the log alone. */
let world: World;
let anybody: Client;
beforeAll(async () => {
  world = await openWorld();
  anybody = new Client(world.running.url);
});
afterAll(() => world?.running.stop());

/** A copy of the log, as `xingchuang verify COPY --from URL` takes it. */
async function copy(): Promise<Reader> {
  const get = async (path: string): Promise<Buffer> => Buffer.from(await anybody.bytes(`/api/evidence/log/${path}`));
  const checkpoint = await get('checkpoint');
  const keys = JSON.parse((await get('key')).toString()).items.map(({ verifier, state }: { verifier: string; state: string }) => ({ name: verifier.split('+')[0], verifier, state }));
  const files = new Map([['checkpoint', checkpoint], ['keys.json', Buffer.from(`${canonicalJson(keys)}\n`)]]);
  for (const tile of tilesOf(parseCheckpoint(checkpoint.toString())!.size)) files.set(tilePath(tile), await get(tilePath(tile)));
  return { list: () => [...files.keys()], read: (path) => files.get(path) };
}

test('it is entered once, however often the same package is handed out, and found in a copy that verifies', async () => {
  const [digest, other, campaignId] = ['a'.repeat(64), 'b'.repeat(64), newId()];
  for (const one of [digest, digest, other]) await world.tell(CampaignPackagedSchema, campaignId, { campaignId, digest: one, takenBy: newId() });
  const log = await until(async () => {
    const taken = await copy();
    return placeInLog(taken, other) && taken;
  }, 'the leaf');
  expect(verifyLog(log, undefined).differences).toEqual([]);
  expect(placeInLog(log, digest)).toEqual({ index: expect.any(Number), act: 'campaign.packaged', at: expect.stringMatching(/^2026-01-05T/) });
  expect(placeInLog(log, 'c'.repeat(64))).toBeUndefined();
  const entries = world.running.platform.databases.get('evidence')!.connection.collection('log-entries');
  expect([await entries.countDocuments({ objectId: digest }), await entries.countDocuments({ objectId: other })]).toEqual([1, 1]);
});
