// The transparency log: leaves placed a second in the running service with a signed checkpoint at least each second, and a copy of a million
// leaves verified anew, beside plain SHA-256 of the same bytes in the same process: one JSON line each. LEAVES says how many are verified.
import { createHash } from 'node:crypto';
import { evidence } from '@xingchuang/evidence';
import { newId } from '@xingchuang/server';
import { closeRun, openRun, startServices } from '@xingchuang/testkit';
import { commitmentOf, Frontier, joinEntries, joinHashes, keyOf, keyText, leafBytes, leafHash, signCheckpoint, TILE_WIDTH, tilePath, verifyLog, canonicalJson, type Hash } from '@xingchuang/transparency';
import { generateKeyPairSync } from 'node:crypto';

const PLACED = 20_000;
const LEAVES = Number(process.env['LEAVES'] ?? 1_000_000);
const say = (reading: object): boolean => process.stdout.write(`${JSON.stringify(reading)}\n`);
const seconds = (began: number): number => Number(((performance.now() - began) / 1_000).toFixed(2));
const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Fills the service's own collection and waits until its sequencer has placed everything. */
async function append(): Promise<void> {
  const running = await startServices([evidence]);
  try {
    const { connection } = running.platform.databases.get('evidence')!;
    const entries = connection.collection<{ _id: string }>('log-entries');
    const states = connection.collection<{ _id: string; size: number }>('log-states');
    const salt = 'ab'.repeat(16);
    const at = new Date().toISOString();
    const size = async (): Promise<number> => (await states.findOne({ _id: 'log' }))?.size ?? 0;
    while ((await states.countDocuments({})) === 0) await wait(50);
    const made = Array.from({ length: PLACED }, (_, n) => ({ _id: newId(), act: 'bench.said', objectId: `thing-${n}`, content: { n }, by: 'somebody', at, salt, commitment: commitmentOf(salt, { n }) }));
    await entries.insertMany(made);
    const began = performance.now();
    await entries.updateMany({ act: 'bench.said' }, { $set: { waits: true } }); // all at once
    while ((await size()) < PLACED) await wait(20);
    const took = (performance.now() - began) / 1_000;
    const checkpoints = await connection.collection('log-checkpoints').countDocuments({});
    say({ bench: 'log-append', leaves: PLACED, perSecond: Math.round(PLACED / took), checkpointsPerSecond: Number(((checkpoints - 1) / took).toFixed(1)), targetPerSecond: 2_000 });
  } finally {
    await running.stop();
  }
}

/** A copy of a log in memory, then the verifier over it. */
function verify(): void {
  const files = new Map<string, Buffer>();
  const privateKey = generateKeyPairSync('ed25519').privateKey.export({ format: 'der', type: 'pkcs8' });
  const origin = 'bench.example/log';
  const frontier = new Frontier();
  const tiles = new Map<string, Hash[]>();
  const plain = createHash('sha256');
  let bytes = 0;
  let plainMs = 0;
  for (let from = 0; from < LEAVES; from += TILE_WIDTH) {
    const leaves = Array.from({ length: Math.min(TILE_WIDTH, LEAVES - from) }, (_, n) =>
      leafBytes({ v: 1, at: '2026-01-05T02:00:00.000Z', act: 'file.received', object: `0190${from + n}`, commitment: 'c'.repeat(64), by: 'b'.repeat(32) }),
    );
    for (const leaf of leaves) {
      frontier.append(leafHash(leaf), (level, at, hash) => {
        if (level % 8 !== 0) return;
        const key = `${level / 8} ${Math.floor(at / TILE_WIDTH)}`;
        if (!tiles.has(key)) tiles.set(key, []);
        tiles.get(key)!.push(hash);
      });
    }
    const bundle = joinEntries(leaves);
    files.set(tilePath({ level: 'entries', index: from / TILE_WIDTH, width: leaves.length }), bundle);
    bytes += bundle.length;
    const began = performance.now();
    plain.update(bundle);
    plainMs += performance.now() - began;
  }
  for (const [key, hashes] of tiles) {
    const [level, index] = key.split(' ').map(Number);
    files.set(tilePath({ level: level!, index: index!, width: hashes.length }), joinHashes(hashes));
  }
  files.set('checkpoint', Buffer.from(signCheckpoint({ origin, size: LEAVES, root: frontier.root }, [privateKey])));
  files.set('keys.json', Buffer.from(`${canonicalJson([{ name: origin, verifier: keyText(keyOf(origin, privateKey)), state: 'current' }])}\n`));
  const paths = [...files.keys()];
  const began = performance.now();
  const { differences } = verifyLog({ list: () => paths, read: (path) => files.get(path) }, undefined);
  if (differences.length > 0) throw new Error(`the copy does not verify: ${JSON.stringify(differences[0])}`);
  say({ bench: 'log-verify', leaves: LEAVES, mebibytes: Math.round(bytes / 2 ** 20), seconds: seconds(began), plainHashSeconds: Number((plainMs / 1_000).toFixed(2)) });
}

await openRun();
try {
  await append();
  verify();
} finally {
  await closeRun();
}
