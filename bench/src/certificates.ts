// Certificates per second of one core: ours unsigned and signed, beside pdf-lib with fontkit alone and beside Typst, on the same data in
// one run; one JSON line each. The first document is compared before the measuring: with pdf-lib's in pixels, with Typst's in words.
import { Authority, PASSWORD } from '../../services/pdf/src/sign/authority.fixture.ts';
import { certificates } from '../../services/pdf/src/batch/items.fixture.ts';
import { shippedFonts } from '../../services/pdf/src/font/font-catalogue.ts';
import { raster, text } from '../../services/pdf/src/probes.fixture.ts';
import { shippedRenderer } from '../../services/pdf/src/render.ts';
import { signingKey } from '../../services/pdf/src/sign/signing-key.ts';
import { writePlain } from '../../services/pdf/src/write/plain-writer.fixture.ts';
import { typstWriter } from './typst.fixture.ts';

const COUNT = 10_000;
const NAIVE = 40;
const PEER = 1_000;
const renderer = shippedRenderer();
const items = certificates(COUNT);
const plain = async (data: unknown) => Buffer.from(await writePlain(renderer.compose('certificate', data), shippedFonts(), 'subset'));

const first = items[0]!.data;
const differ = Buffer.compare(raster(renderer.render('certificate', first), 100).grey, raster(await plain(first), 100).grey) !== 0;
if (differ) throw new Error('the two ways draw different pages');

let peak = 0;
async function measured(what: string, count: number, make: (data: unknown) => Buffer | Promise<Buffer>, naive?: number): Promise<number> {
  for (const { data } of items.slice(0, Math.min(50, count))) await make(data); // warm, as a service is
  const before = process.cpuUsage();
  const began = performance.now();
  let bytes = 0;
  for (const [index, { data }] of items.slice(0, count).entries()) {
    bytes += (await make(data)).length;
    if (index % 100 === 0) peak = Math.max(peak, process.memoryUsage.rss());
  }
  const { user, system } = process.cpuUsage(before);
  const perSecond = (count * 1_000_000) / (user + system);
  const ratio = naive === undefined ? {} : { timesNaive: Math.round(perSecond / naive) };
  process.stdout.write(
    `${JSON.stringify({ bench: 'certificates', what, documents: count, wallMs: Math.round(performance.now() - began), perCpuSecond: Math.round(perSecond * 10) / 10, ...ratio, bytesEach: Math.round(bytes / count), peakMb: Math.round(peak / 1024 / 1024) })}\n`,
  );
  return perSecond;
}

const naive = await measured('pdf-lib-naive', NAIVE, plain);
peak = 0; // what the other one left is not ours
const ours = await measured('ours-unsigned', COUNT, (data) => renderer.render('certificate', data), naive);
const authority = new Authority();
for (const kind of ['ec', 'rsa'] as const) {
  const signing = { key: signingKey(authority.issue(kind), PASSWORD), at: new Date() };
  await measured(`ours-signed-${kind}`, COUNT / 2, (data) => renderer.renderSigned('certificate', data, signing), naive);
}
await authority.close();
const typst = await typstWriter(renderer.compose('certificate', first)); // last: what it leaves in memory is not ours
if (typst && text(typst(first)) !== text(renderer.render('certificate', first))) throw new Error('the peer writes other words');
const peer = typst && (await measured('typst', PEER, (data) => typst(data as Record<string, unknown>), naive));
process.stdout.write(`${JSON.stringify({ bench: 'certificates', timesNaive: Math.round(ours / naive), targetTimes: 60, timesFastestPeer: peer === undefined ? 'absent' : Math.round((ours / peer) * 10) / 10, targetPerCpuSecond: 1_000, targetMb: 300 })}\n`);
