import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { PREVIEW_LONGEST, Problem, RenderReplySchema, RenderRequestSchema, StampReplySchema, StampRequestSchema, type TemplateList } from '@xingchuang/contracts';
import { newId, type Running } from '@xingchuang/server';
import { Client, startServices, testTrust } from '@xingchuang/testkit';
import { pdf } from './index.ts';
import { checkStructure, text } from './probes.fixture.ts';
import { shippedRenderer } from './render.ts';
import { certificate } from './template/data.fixture.ts';

let running: Running;
let publicist: Client;
let clerk: Client;
beforeAll(async () => {
  running = await startServices([pdf]);
  const trust = await testTrust(running.platform.bus);
  const unitId = newId();
  publicist = new Client(running.url, await trust.token({ role: 'publicist', unitId }));
  clerk = new Client(running.url, await trust.token({ role: 'clerk', unitId }));
});
afterAll(() => running.stop());

async function download(who: Client, path: string, body?: unknown): Promise<{ status: number; type: string | null; bytes: Buffer }> {
  const headers = { authorization: `Bearer ${who.token ?? ''}`, ...(body === undefined ? {} : { 'content-type': 'application/json', 'idempotency-key': newId() }) };
  const answer = await fetch(running.url + path, { method: body === undefined ? 'GET' : 'POST', headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  return { status: answer.status, type: answer.headers.get('content-type'), bytes: Buffer.from(await answer.arrayBuffer()) };
}
const problem = ({ bytes }: { bytes: Buffer }) => Problem.parse(JSON.parse(bytes.toString()));

async function render(template: string, data: unknown, format = '') {
  const { pdf: bytes, refusalJson } = fromBinary(RenderReplySchema, await running.platform.bus.request('pdf.render', toBinary(RenderRequestSchema, create(RenderRequestSchema, { template, dataJson: JSON.stringify(data), format })), 30_000));
  return { bytes: Buffer.from(bytes), refusal: refusalJson ? (JSON.parse(refusalJson) as { code: string }) : undefined };
}

async function stamp(sha256: string, what: unknown) {
  const { appended, refusalJson } = fromBinary(StampReplySchema, await running.platform.bus.request('pdf.stamp', toBinary(StampRequestSchema, create(StampRequestSchema, { sha256, stampJson: JSON.stringify(what) })), 30_000));
  return { appended: Buffer.from(appended), refusal: refusalJson ? (JSON.parse(refusalJson) as { code: string }) : undefined };
}

describe('templates', () => {
  test('are listed with what they ask for', async () => {
    const { items } = (await clerk.get('/api/pdf/templates')).body as TemplateList;
    expect(items.map(({ id }) => id)).toEqual([...shippedRenderer().layouts.keys()]);
    expect(items.find(({ id }) => id === 'certificate')).toMatchObject({ kind: 'sheet', zh: '荣誉证书' });
    expect(items.find(({ id }) => id === 'certificate')?.fields).toContainEqual({ name: 'unitName', zh: '单位名称', type: 'text', optional: false });
  });

  test('show themselves with their sample, marked as one', async () => {
    const sample = await download(clerk, '/api/pdf/templates/plaque/sample');
    expect([sample.status, sample.type]).toEqual([200, 'application/pdf']);
    expect(checkStructure(sample.bytes)).toContain('No syntax or stream encoding errors');
    expect(text(sample.bytes, '-raw').replace(/\s/g, '')).toMatch(/五星级党支部[\s\S]*样张/);
    const word = await download(clerk, '/api/pdf/templates/ranking/sample?format=docx');
    expect(word.type).toContain('wordprocessingml');
    expect(word.bytes.subarray(0, 2).toString()).toBe('PK');
    expect(problem(await download(clerk, '/api/pdf/templates/none/sample')).code).toBe('pdf.template-unknown');
    expect(problem(await download(clerk, '/api/pdf/templates/plaque/sample?format=docx')).code).toBe('pdf.not-a-document');
  });

  test('are looked at with one’s own data, and with a layout that is not stored', async () => {
    const own = await download(publicist, '/api/pdf/previews', { template: 'certificate', data: { ...certificate, unitName: '䶮溪镇支部' } });
    expect(own.status).toBe(200);
    expect(text(own.bytes, '-raw')).toContain('䶮溪镇支部');
    const layout = `format: 1\nid: memo\nkind: document\nhead: plain\nsignature: false\nname: {zh: 便笺, en: Memo}\nfields: {}\nbody: [{paragraph: 就这些。}]\nsample: {createdAt: '2026-02-28T01:00:00Z', title: 便笺}`;
    expect(text((await download(publicist, '/api/pdf/previews', { layout })).bytes, '-raw')).toContain('就这些。');
    expect(problem(await download(publicist, '/api/pdf/previews', { layout: 'x: 1' })).code).toBe('pdf.layout-invalid');
    expect(problem(await download(publicist, '/api/pdf/previews', { template: 'certificate', data: {} })).code).toBe('pdf.data-invalid');
    expect(problem(await download(publicist, '/api/pdf/previews', { template: 'certificate', data: { ...certificate, extra: '多' } }))).toMatchObject({ code: 'pdf.data-invalid', errors: [{ field: 'extra', zh: expect.stringContaining('extra') }] });
    expect(problem(await download(publicist, '/api/pdf/previews', { template: 'certificate', data: { ...certificate, unitName: '长'.repeat(PREVIEW_LONGEST) } })).code).toBe('input.invalid');
    expect((await download(clerk, '/api/pdf/previews', { template: 'certificate' })).status).toBe(403);
  });
});

describe('documents for other services', () => {
  test('come as PDF or as DOCX, or as the reason why not', async () => {
    expect((await render('certificate', certificate)).bytes.equals(shippedRenderer().render('certificate', certificate))).toBe(true);
    const { sample } = shippedRenderer().layouts.get('bulletin')!;
    expect((await render('bulletin', sample, 'docx')).bytes.subarray(0, 2).toString()).toBe('PK');
    expect((await render('bulletin', sample, 'odt')).refusal?.code).toBe('pdf.format-unknown');
    expect((await render('nothing', {})).refusal?.code).toBe('pdf.template-unknown');
  });

  test('a kept PDF is stamped by what is appended to it', async () => {
    const file = shippedRenderer().render('certificate', certificate);
    const { sha256 } = await running.platform.blobs.put(Readable.from([file]));
    const { appended } = await stamp(sha256, { kind: 'received', organ: '市直工委', day: '2026-03-02', number: '17' });
    const whole = Buffer.concat([file, appended]);
    expect(checkStructure(whole)).toContain('No syntax or stream encoding errors');
    expect(text(whole)).toContain('2026年3月2日');
    expect((await stamp(sha256, { kind: 'received' })).refusal?.code).toBe('pdf.stamp-invalid');
    expect((await stamp('0'.repeat(64), { kind: 'watermark', text: '张三' })).refusal?.code).toBe('blob.missing');
    const noise = await running.platform.blobs.put(Readable.from([randomBytes(2_000)]));
    expect((await stamp(noise.sha256, { kind: 'watermark', text: '张三' })).refusal?.code).toBe('pdf.damaged');
  });
});
