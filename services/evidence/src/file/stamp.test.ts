import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { PersonNamesReplySchema, PersonNamesRequestSchema, type FileReceipt } from '@xingchuang/contracts';
import { pdf } from '@xingchuang/pdf';
import { openWorld, upload, type World } from '../world.fixture.ts';

const ARCHIVED = 'stamp=archived&fondsNumber=042&year=2026&pieceNumber=17&category=%E5%85%9A%E5%BB%BA&retention=%E6%B0%B8%E4%B9%85&pages=1&archiveNumber=DJ-2026-017';
let world: World;
let file: Uint8Array;
let receipt: FileReceipt;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'stamp-'));
  world = await openWorld({}, [pdf]);
  const { bus } = world.running.platform;
  await bus.answer('registry.person-names', async (body) => {
    const { personIds } = fromBinary(PersonNamesRequestSchema, body);
    return toBinary(PersonNamesReplySchema, create(PersonNamesReplySchema, { names: Object.fromEntries(personIds.map((id) => [id, '张㛃'])) }));
  });
  file = readFileSync(new URL('../../../../e2e/fixtures/scan-meeting-records.pdf', import.meta.url));
  receipt = (await upload(await world.as('clerk', 'B01'), world.id('B01'), file, '会议记录.pdf')).body;
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await world?.running.stop();
});

const copy = async (query: string) => Buffer.from(await (await world.as('clerk', 'B01')).bytes(`/api/evidence/files/${receipt.id}/stamped?${query}`));
function text(bytes: Buffer): string {
  writeFileSync(join(folder, 'a.pdf'), bytes);
  expect(execFileSync('qpdf', ['--check', join(folder, 'a.pdf')]).toString()).toContain('No syntax or stream encoding errors');
  return execFileSync('pdftotext', ['-raw', join(folder, 'a.pdf'), '-']).toString().replaceAll(/\s/g, '');
}

test.each([
  ['a watermark names who looks at it and when', 'stamp=watermark', ['仅供单位B01张㛃2026-01-05查阅']],
  ['the stamp of receipt has unit, day and number', 'stamp=received&number=%E6%94%B617', ['单位B01', '2026年1月5日', '收17']],
  ['the stamp of the archive has its number and the digest of the file', ARCHIVED, ['DJ-2026-017', '042']],
])('%s; the file itself stays byte for byte', async (_, query, said) => {
  const stamped = await copy(query);
  expect(stamped.subarray(0, file.length).equals(file)).toBe(true);
  const words = text(stamped);
  for (const one of said) expect(words).toContain(one);
  if (query === ARCHIVED) expect(words).toContain(receipt.sha256.slice(0, 16));
  const kept = Buffer.from(await (await world.as('clerk', 'B01')).bytes(`/api/evidence/files/${receipt.id}/content`));
  expect(kept.equals(file)).toBe(true);
});

test('what is missing on a stamp is named, and only a PDF takes one', async () => {
  const clerk = await world.as('clerk', 'B01');
  const lacking = await clerk.get(`/api/evidence/files/${receipt.id}/stamped?stamp=received`);
  expect([lacking.status, lacking.body.code, lacking.body.errors.map(({ field }: { field: string }) => field)]).toEqual([422, 'pdf.stamp-invalid', ['number']]);
  expect((await clerk.get(`/api/evidence/files/${receipt.id}/stamped?stamp=gold`)).status).toBe(422);
  const note = (await upload(clerk, world.id('B01'), Buffer.from('记录'), '记录.txt')).body as FileReceipt;
  expect((await clerk.get(`/api/evidence/files/${note.id}/stamped?stamp=watermark`)).body).toMatchObject({ status: 422, code: 'file.stamp-only-pdf', field: 'stamp' });
  expect((await (await world.as('clerk', 'B02')).get(`/api/evidence/files/${receipt.id}/stamped?stamp=watermark`)).status).toBe(404);
});
