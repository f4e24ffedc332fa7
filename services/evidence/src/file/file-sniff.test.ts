import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Refusal } from '@xingchuang/rules';
import { heic, macroDocument, mp3, mp4, ofd, office, pdf, photo, picture, zip } from './bytes.fixture.ts';
import { sniff } from './file-sniff.ts';
import { FileProbe } from './file-probe.ts';
import { agreedType } from './file-type-rule.ts';
import { photoHints } from '../derived/photo-hints.ts';

const folder = mkdtempSync(join(tmpdir(), 'sniff-'));
const probe = new FileProbe();
afterAll(async () => {
  await probe.onModuleDestroy();
  rmSync(folder, { recursive: true, force: true });
});

type Bytes = Buffer | Promise<Buffer> | string;

async function typeOf(bytes: Bytes): Promise<string> {
  const content = Buffer.from(await bytes);
  const path = join(folder, 'file');
  writeFileSync(path, content);
  try {
    return await sniff(path, content.length, probe);
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
}

const behind = async (first: Promise<Buffer>, second: Buffer | string): Promise<Buffer> => Buffer.concat([await first, Buffer.from(second)]);
const document = 'application/vnd.openxmlformats-officedocument.';
const gbk = Buffer.from('d0d5c3fb2cbbfdb7d60ad5c5c8fd2c35300a', 'hex'); // 姓名,积分 / 张三,50 as Excel on Chinese Windows saves it

test.each<[string, () => Bytes, string]>([
  ['JPEG', () => picture('jpeg'), 'image/jpeg'],
  ['PNG', () => picture('png'), 'image/png'],
  ['WebP', () => picture('webp'), 'image/webp'],
  ['HEIC', () => heic(), 'image/heic'],
  ['PDF', pdf, 'application/pdf'],
  ['OFD', ofd, 'application/ofd'],
  ['DOCX', () => office('wordprocessingml.document'), `${document}wordprocessingml.document`],
  ['XLSX', () => office('spreadsheetml.sheet'), `${document}spreadsheetml.sheet`],
  ['PPTX', () => office('presentationml.presentation'), `${document}presentationml.presentation`],
  ['MP4', mp4, 'video/mp4'],
  ['MP3', mp3, 'audio/mpeg'],
  ['UTF-8 text', () => '第一议题：学习\n', 'text/plain'],
  ['UTF-8 text with a mark', () => '\ufeff姓名,分钟\n', 'text/plain'],
  ['GBK text', () => gbk, 'text/plain'],
  ['UTF-16 text as Notepad writes it', () => Buffer.from('\ufeff第一议题：学习\r\n', 'utf16le'), 'text/plain'],
  ['UTF-16 text the other way round', () => Buffer.from('\ufeff第一议题\r\n', 'utf16le').swap16(), 'text/plain'],
  ['text that begins like a bitmap', () => 'BMW 3 台\n', 'text/plain'],
])('%s is known by its bytes', async (_, bytes, type) => {
  expect(await typeOf(bytes())).toBe(type);
});

test.each<[string, () => Bytes, string]>([
  ['GIF', () => picture('gif'), 'file.type-refused'],
  ['a program', () => Buffer.concat([Buffer.from('MZ'), Buffer.alloc(200)]), 'file.type-refused'],
  ['chance', () => Buffer.from(Array.from({ length: 400 }, (_, i) => (i * 89) % 251)), 'file.type-refused'],
  ['a plain zip', () => zip({ 'a.txt': 'a' }), 'file.type-refused'],
  ['HTML', () => '<!DOCTYPE html><title>x</title>', 'file.active-content'],
  ['HTML in a text', () => `${'会议记录'.repeat(40_000)}<SCRIPT>alert(1)</SCRIPT>`, 'file.active-content'],
  ['HTML as UTF-16', () => Buffer.from('\ufeff<html><script>alert(1)</script>', 'utf16le'), 'file.active-content'],
  ['half a UTF-16 text', () => Buffer.from('fffe00d8', 'hex'), 'file.type-refused'],
  ['SVG', () => '<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>', 'file.active-content'],
  ['XML', () => '<?xml version="1.0"?><a/>', 'file.active-content'],
  ['MHTML', () => 'MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n', 'file.active-content'],
  ['PDF with HTML', () => behind(pdf(), '\n<html><script>alert(1)</script></html>'), 'file.two-kinds'],
  ['JPEG with a zip', () => behind(picture('jpeg'), zip({ 'a.txt': 'a' })), 'file.two-kinds'],
  ['PDF with a zip', () => behind(pdf(), zip({ 'a.txt': 'a' })), 'file.two-kinds'],
  ['DOCX with bytes behind', () => Buffer.concat([office('wordprocessingml.document'), Buffer.from('more')]), 'file.damaged'],
  ['DOCX cut short', () => office('wordprocessingml.document').subarray(0, -30), 'file.damaged'],
  ['DOCX with macros by type', macroDocument, 'file.macros'],
  ['DOCX with macros by part', () => office('wordprocessingml.document', { 'word/vbaProject.bin': 'x' }), 'file.macros'],
  ['DOCX with entities', () => zip({ '[Content_Types].xml': '<!DOCTYPE x [<!ENTITY a "b">]><Types/>' }), 'file.active-content'],
  ['encrypted zip', () => zip({ '[Content_Types].xml': 'x' }, { flags: 1 }), 'file.damaged'],
  ['zip bomb by its directory', () => zip({ '[Content_Types].xml': 'x', 'a': 'x' }, { size: 0x7fffffff }), 'file.expands-too-far'],
  ['zip bomb by its bytes', () => zip({ '[Content_Types].xml': ' '.repeat(3_000_000) }, { size: 1_000 }), 'file.damaged'],
  ['JPEG of three bytes', () => Buffer.from([0xff, 0xd8, 0xff]), 'file.damaged'],
])('%s is refused', async (_, bytes, code) => {
  expect(await typeOf(bytes())).toBe(code);
});

test('a file that leads its parser in circles costs its time limit and nothing else', async () => {
  const hasty = new FileProbe(2_000);
  const path = join(folder, 'circle.heic');
  writeFileSync(path, heic(0));
  await expect(hasty.ask('tags', path)).rejects.toThrow('no answer');
  writeFileSync(path, await photo());
  expect(await photoHints(path, hasty)).toMatchObject({ takenAt: '2026-03-14T09:30:00' });
  await hasty.onModuleDestroy();
});

test.each([
  ['image/jpeg', '照片.JPG', 'image/jpeg'],
  ['image/jpeg', '会议3.5', 'image/jpeg'],
  ['text/plain', '积分.csv', 'text/csv'],
  ['text/plain', '说明', 'text/plain'],
])('%s named %s is kept as %s', (found, name, kept) => {
  expect(agreedType(found, name)).toBe(kept);
});

test.each([
  ['application/pdf', '照片.jpg', '.jpg', 'PDF'],
  ['text/plain', '页面.html', '.html', 'TXT'],
  ['image/png', '扫描件.pdf', '.pdf', 'PNG'],
])('%s named %s is refused, naming both', (found, name, said, is) => {
  expect(() => agreedType(found, name)).toThrow(expect.objectContaining({ code: 'file.type-differs', facts: { name: said, found: is, mediaType: found } }) as Error);
});
