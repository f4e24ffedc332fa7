import { randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { deflateSync, gzipSync, crc32 } from 'node:zlib';
import fc from 'fast-check';
import sharp from 'sharp';
import { newId } from '@xingchuang/server';
import { until, type Answer, type Client } from '@xingchuang/testkit';
import { openWorld, upload, type World } from '../world.fixture.ts';
import { movingPicture, ofd, office, pdf, pdfOf, picture, zip } from './bytes.fixture.ts';
import { contentHeaders, disposition } from './content-headers.ts';

const MIB = 1024 * 1024;
let world: World;
let clerk: Client;
beforeAll(async () => {
  world = await openWorld({ FILE_LIMIT_MIB: '2' });
  clerk = await world.as('clerk', 'B01');
});
afterAll(() => world?.running.stop());

const b01 = () => world.id('B01');
const incoming = () => readdirSync(join(world.running.platform.config.DATA_DIR, 'evidence', 'incoming'));
const kept = async () => ({ files: await world.count('files'), blobs: (await world.running.platform.blobs.list({ limit: 1_000 })).length, incoming: incoming() });
const send = (bytes: Uint8Array, name: string, headers: Record<string, string> = {}): Promise<Answer> => upload(clerk, b01(), bytes, name, headers);

/** Refused in words of both languages, and nothing of it stays. */
async function expectNothingKept(act: () => Promise<Answer>, codes: readonly string[]): Promise<void> {
  const before = await kept();
  const { status, body } = await act();
  expect([422, 413]).toContain(status);
  expect(codes).toContain(body.code);
  expect([body.title, body.titleEn]).toEqual([expect.stringMatching(/[一-鿿]/), expect.stringMatching(/[a-z]{3}/)]);
  expect(await kept()).toEqual(before);
}

/** A PNG that says of itself how large it is, whatever it holds. */
function pngOf(width: number, height: number): Buffer {
  const chunk = (type: string, content: Buffer) => {
    const body = Buffer.concat([Buffer.from(type), content]);
    const frame = Buffer.alloc(8);
    frame.writeUInt32BE(content.length, 0);
    frame.writeUInt32BE(crc32(body), 4);
    return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), chunk('IHDR', head), chunk('IDAT', deflateSync(Buffer.alloc(1_000))), chunk('IEND', Buffer.alloc(0))]);
}

/** A JPEG whose frame header claims another size. */
async function jpegOf(width: number, height: number): Promise<Buffer> {
  const bytes = Buffer.from(await picture('jpeg'));
  const frame = bytes.indexOf(Buffer.from([0xff, 0xc0]));
  bytes.writeUInt16BE(height, frame + 5);
  bytes.writeUInt16BE(width, frame + 7);
  return bytes;
}

/** A PDF that would do something where a reader lets it. */
const activePdf = (): Buffer =>
  pdfOf([
    '<< /Type /Catalog /Pages 2 0 R /OpenAction 4 0 R /Names << /EmbeddedFiles << /Names [(a.exe) 5 0 R] >> >> >>', '<< /Type /Pages /Kids [3 0 R] /Count 1 >>', '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 99 99] /AA << /O << /S /Launch /F (calc.exe) >> >> >>',
    '<< /S /JavaScript /JS (app.alert\\(1\\)) >>', '<< /Type /Filespec /F (a.exe) /EF << /F 6 0 R >> >>', '<< /Type /EmbeddedFile /Length 2 >>\nstream\nMZ\nendstream',
  ]);

/** The end record of a zip, changed. */
function lyingZip(change: (end: Buffer) => void): Buffer {
  const bytes = Buffer.from(office('wordprocessingml.document'));
  change(bytes.subarray(bytes.lastIndexOf(Buffer.from('PK\u0005\u0006', 'latin1'))));
  return bytes;
}

describe('what a file says of itself', () => {
  test.each<[string, () => Buffer | Promise<Buffer>, string, readonly string[]]>([
    // E2
    ['a document of 65,535 entries that are not there', () => lyingZip((end) => end.fill(0xff, 8, 12)), '纪要.docx', ['file.damaged', 'file.expands-too-far']],
    ['a document whose directory lies behind its end', () => lyingZip((end) => end.writeUInt32LE(0x7fffffff, 16)), '纪要.docx', ['file.damaged']],
    ['a document that is in zip64, and is not', () => lyingZip((end) => end.fill(0xff, 8, 20)), '纪要.docx', ['file.damaged', 'file.expands-too-far']],
    ['a document with a directory of no bytes', () => lyingZip((end) => end.fill(0, 8, 20)), '纪要.docx', ['file.damaged', 'file.type-refused']],
    // E4
    ['a PNG of 65,500 × 65,500', () => pngOf(65_500, 65_500), '图.png', ['file.too-many-pixels']],
    ['a JPEG of 65,500 × 65,500', () => jpegOf(65_500, 65_500), '图.jpg', ['file.too-many-pixels']],
    ['a PNG of no pixels', () => pngOf(0, 0), '图.png', ['file.damaged']],
    ['a moving picture of a hundred frames that are sixteen million pixels each', () => movingPicture(100), '动图.webp', ['file.too-many-pixels']],
    ['a moving picture of another sort', () => picture('gif'), '动图.gif', ['file.type-refused']],
    // E5
    ['a GIF that is a script', () => Buffer.from('GIF89a=1;alert(1)//'), '图.gif', ['file.type-refused', 'file.type-differs']],
    ['a bitmap that is a script', () => Buffer.from('BM=1;/*\u0000\u0000*/alert(1)'), '图.bmp', ['file.type-refused', 'file.active-content']],
    ['a PNG with a page behind it', async () => Buffer.concat([await picture('png'), Buffer.from('<html><script>alert(1)</script>')]), '图.png', ['file.two-kinds']],
    // E6
    ['SVG with a script as photograph', () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><foreignObject/></svg>'), '图.jpg', ['file.active-content']],
    ['SVG with an outer entity as PDF', () => Buffer.from('<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg xmlns="http://www.w3.org/2000/svg"><text>&x;</text></svg>'), '图.pdf', ['file.active-content']],
    ['XML that a style turns into a page', () => Buffer.from('<?xml version="1.0"?><?xml-stylesheet type="text/xsl" href="http://127.0.0.1/a.xsl"?><a/>'), '数据.csv', ['file.active-content']],
    ['a page as PDF', () => Buffer.from('<html><body onload="alert(1)">'), '文件.pdf', ['file.active-content']],
    ['a billion laughs', () => Buffer.from(`<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "haha">${Array.from({ length: 9 }, (_, n) => `<!ENTITY a${n} "${`&a${n - 1 < 0 ? '' : n - 1};`.repeat(10)}">`).join('')}]><l>&a8;</l>`), '数据.txt', ['file.active-content']],
    ['a page of many parts', () => Buffer.from('MIME-Version: 1.0\nContent-Type: multipart/related; boundary="x"\n\n--x\nContent-Type: text/html\n\n<p>'), '存档.txt', ['file.active-content']],
    // E8
    ['an OFD with an outer entity', () => zip({ 'OFD.xml': '<?xml version="1.0"?><!DOCTYPE o [<!ENTITY x SYSTEM "file:///etc/passwd">]><ofd:OFD xmlns:ofd="http://www.ofdspec.org/2016">&x;</ofd:OFD>' }), '公文.ofd', ['file.active-content']],
    ['an OFD without its first part', () => zip({ 'Doc_0/Document.xml': '<ofd:Document/>' }), '公文.ofd', ['file.type-refused', 'file.damaged']],
    ['an OFD cut short', () => ofd().subarray(0, 90), '公文.ofd', ['file.damaged']],
    // E14
    ['macros under an innocent type', () => office('spreadsheetml.sheet', { 'xl/vbaProject.bin': 'Attribute VB_Name' }), '表.xlsx', ['file.macros']],
    ['a table with an outer entity', () => zip({ '[Content_Types].xml': '<!DOCTYPE x [<!ENTITY e SYSTEM "http://127.0.0.1/">]><Types>&e;</Types>' }), '表.xlsx', ['file.active-content', 'file.type-refused']],
  ])('%s', async (_, bytes, name, codes) => {
    const made = await bytes();
    await expectNothingKept(() => send(made, name), codes);
  });

  test.each<[string, () => Buffer | Promise<Buffer>, string]>([
    ['a photograph for print, in four inks', () => sharp({ create: { width: 50, height: 40, channels: 3, background: '#a33' } }).toColourspace('cmyk').jpeg().toBuffer(), '印刷.jpg'],
    ['a scan of 16 bits', () => sharp({ create: { width: 50, height: 40, channels: 3, background: '#3a3' } }).toColourspace('rgb16').png().toBuffer(), '扫描.png'],
    ['a photograph with a megabyte of notes', async () => {
      const bytes = await picture('jpeg');
      const note = Buffer.concat([Buffer.from([0xff, 0xe1, 0xff, 0xff]), randomBytes(0xfffd)]);
      return Buffer.concat([bytes.subarray(0, 2), ...Array.from({ length: 16 }, () => note), bytes.subarray(2)]);
    }, '备注.jpg'],
    ['a moving picture', () => movingPicture(2), '动图.webp'],
    ['a PDF that runs a script, starts a program and carries a file (E7)', () => activePdf(), '表格.pdf'],
    ['a document with a template elsewhere', () => office('wordprocessingml.document', { 'word/_rels/settings.xml.rels': '<Relationships><Relationship Id="r" Type="attachedTemplate" Target="http://127.0.0.1:9/x.dotm" TargetMode="External"/></Relationships>' }), '模板.docx'],
    ['a table with a formula that starts a program', () => office('spreadsheetml.sheet', { 'xl/worksheets/sheet1.xml': '<worksheet><f>cmd|\' /C calc\'!A0</f></worksheet>' }), '公式.xlsx'],
  ])('%s is evidence and stays as it is; it is given out as nothing that runs', async (_, bytes, name) => {
    const made = await bytes();
    const { status, body } = await send(made, name);
    expect([status, body]).toEqual([201, expect.anything()]);
    const answer = await fetch(`${world.running.url}/api/evidence/files/${body.id}/content`, { headers: { authorization: `Bearer ${clerk.token}` } });
    expect(Buffer.from(await answer.arrayBuffer()).equals(made)).toBe(true);
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment; /);
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(answer.headers.get('content-security-policy')).toBe("sandbox; default-src 'none'");
  });
});

describe('how a body comes (E3)', () => {
  test('packed bytes are what they are: nobody unpacks them', async () => {
    await expectNothingKept(() => send(gzipSync(Buffer.alloc(50 * MIB)), '照片.jpg', { 'content-encoding': 'gzip' }), ['file.type-refused']);
    const packed = await clerk.upload('/api/evidence/records', gzipSync(Buffer.from('{}')), { 'content-type': 'application/json', 'content-encoding': 'gzip', 'idempotency-key': newId() });
    expect(packed.status).toBeGreaterThanOrEqual(400);
    expect(packed.status).toBeLessThan(500);
  });

  /** Writes until told that it is enough; answers the status, or how the connection ended. */
  const pour = (headers: Record<string, string>, pieces: number, end: 'finish' | 'hang up'): Promise<number | string> =>
    new Promise((resolve) => {
      const sent = request(new URL('/api/evidence/files', world.running.url), {
        method: 'POST', agent: false, headers: { authorization: `Bearer ${clerk.token}`, 'content-type': 'application/octet-stream', 'x-unit': b01(), 'x-file-name': 'a.pdf', ...headers },
      });
      sent.on('response', (answer) => {
        answer.resume();
        resolve(answer.statusCode!);
      });
      sent.on('error', (error) => resolve((error as NodeJS.ErrnoException).code ?? 'error'));
      sent.on('close', () => resolve('closed'));
      void (async () => {
        sent.write('%PDF-1.7\n');
        for (let n = 0; n < pieces && !sent.destroyed; n += 1) if (!sent.write(randomBytes(64 * 1024))) await Promise.race([new Promise((done) => sent.once('drain', done)), new Promise((done) => sent.once('close', done))]);
        if (end === 'finish') return sent.end();
        await until(async () => incoming().length > 0, 'the bytes arrive');
        sent.destroy();
      })();
    });

  test('one without end is cut off at the limit', async () => {
    const before = await kept();
    expect([422, 413, 'ECONNRESET', 'EPIPE', 'closed']).toContain(await pour({}, 10_000, 'finish'));
    await until(async () => incoming().length === 0, 'no bytes lie about');
    expect(await kept()).toEqual(before);
  });

  test('one that is announced longer than it is, and left', async () => {
    const before = await kept();
    await pour({ 'content-length': String(MIB) }, 3, 'hang up');
    await until(async () => incoming().length === 0, 'no bytes lie about');
    expect(await kept()).toEqual(before);
  });

  test('the service still takes what is sound', async () => {
    expect((await send(await pdf(), '会议.pdf')).status).toBe(201);
  });
});

test('damaged at one place or many, a file is taken or refused, and the service goes on (E7)', async () => {
  const seeds = [await pdf(), await picture('jpeg', 90, 70), await picture('png', 90, 70), await picture('webp', 90, 70), office('wordprocessingml.document'), ofd()];
  const names = ['a.pdf', 'a.jpg', 'a.png', 'a.webp', 'a.docx', 'a.ofd'];
  await fc.assert(
    fc.asyncProperty(fc.nat(seeds.length - 1), fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 20 }), fc.boolean(), async (which, changes, isCut) => {
      const bytes = Buffer.from(seeds[which]!);
      for (const [at, value] of changes) bytes[at % bytes.length] = value;
      const { status, body } = await send(isCut ? bytes.subarray(0, 1 + (changes[0]![0] % bytes.length)) : bytes, names[which]!);
      expect([200, 201, 422]).toContain(status);
      if (status === 422) expect(body.code).toMatch(/^file\./);
    }),
    { numRuns: 80 },
  );
  expect((await clerk.get('/api/evidence/files?limit=1')).status).toBe(200);
}, 60_000);

describe('names (E9)', () => {
  const HOSTILE = [
    '../../etc/passwd.txt', '..\\..\\windows.txt', '/etc/passwd.txt', 'C:\\a.txt', 'a\u0000.txt', '\u202Etxt.gpj.txt', 'CON.txt', 'NUL', '-rf.txt', '--.txt', 'a\r\nX-Evil: 1.txt', 'a\nb.txt',
    '"quoted".txt', "it's.txt", 'a;b=c.txt', '%2e%2e%2f.txt', '党日🎉👩‍👩‍👧.txt', 'раураl.txt', '.txt', '..txt', '...', ' 前后 .txt', `${'长'.repeat(996)}.txt`, `${'长'.repeat(1_000)}.txt`,
    'e\u0301.txt', 'é.txt', '\uFEFF标记.txt', '<script>alert(1)</script>.txt', '${jndi:ldap://x}.txt', "'; DROP TABLE files;--.txt", '{{7*7}}.txt', 'a\u2028b.txt', '\u007f.txt', '\u0085.txt', '👍'.repeat(400),
  ];
  test.each(HOSTILE)('%j is refused, or comes back as it was and is a path nowhere', async (name) => {
    const bytes = Buffer.from(`内容 ${newId()}`);
    const before = await kept();
    const { status, body } = await send(bytes, name);
    if (status !== 201) {
      expect({ status, code: body.code }).toEqual({ status: 422, code: expect.stringMatching(/^file\.name-/) as string });
      return expect(await kept()).toEqual(before);
    }
    expect((await clerk.get(`/api/evidence/files/${body.id}`)).body.name).toBe(name);
    expect(name).not.toMatch(/[/\\\u0000-\u001f]/);
    const answer = await fetch(`${world.running.url}/api/evidence/files/${body.id}/content`, { headers: { authorization: `Bearer ${clerk.token}` } });
    expect(decodeURIComponent(/filename\*=UTF-8''(\S+)$/.exec(answer.headers.get('content-disposition')!)![1]!)).toBe(name);
  });

  test.each(['%B5%B3.txt', 'a%.txt', '%ff%fe.txt'])('%s in another encoding is refused', async (header) => {
    const sent = await clerk.upload('/api/evidence/files', Buffer.from('x'), { 'X-Unit': b01(), 'X-File-Name': header });
    expect(sent).toMatchObject({ status: 422, body: { code: 'file.name-encoding' } });
  });

  test('whatever the name, its header is one line of plain signs that gives it back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (name) => {
        const header = disposition(name);
        expect(header).toMatch(/^attachment; filename="[\x20-\x7e]*"; filename\*=UTF-8''[A-Za-z0-9!#$&+.^_`|~%-]*$/);
        expect(/^attachment; filename="[^"\\]*"; /.test(header)).toBe(true);
        expect(decodeURIComponent(header.split("UTF-8''").at(-1)!)).toBe(name.toWellFormed());
        for (const value of Object.values(contentHeaders({ mediaType: 'text/plain', sha256: 'a', name }))) expect(value).not.toMatch(/[\r\n]/);
      }),
      { numRuns: 500 },
    );
  });
});

describe('parts of a download (E13)', () => {
  let id: string;
  const bytes = Buffer.from('0123456789'.repeat(100));
  beforeAll(async () => {
    id = (await send(bytes, '数字.txt')).body.id as string;
  });
  const ask = (headers: Record<string, string>, client = clerk) => fetch(`${world.running.url}/api/evidence/files/${id}/content`, { headers: { authorization: `Bearer ${client.token}`, ...headers } });

  test.each<[string, string]>([
    ['a thousand ranges', `bytes=${Array.from({ length: 1_000 }, (_, n) => `${n}-${n}`).join(',')}`],
    ['the same range a thousand times', `bytes=${Array.from({ length: 1_000 }, () => '0-').join(',')}`],
    ['ranges on top of each other', 'bytes=0-999,1-998,2-997'],
    ['another unit', 'lines=1-2'],
    ['no numbers', 'bytes=a-b'],
    ['nothing', 'bytes=-'],
  ])('%s: the whole, once', async (_, range) => {
    const answer = await ask({ range });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/plain']);
    expect(Buffer.from(await answer.arrayBuffer()).equals(bytes)).toBe(true);
  });

  test.each<[string, string, number, string]>([
    ['the last ten', 'bytes=-10', 206, '0123456789'],
    ['more than there is', 'bytes=995-99999999999999999999', 206, '56789'],
    ['behind the end', 'bytes=1000-', 422, ''],
    ['backwards', 'bytes=9-2', 422, ''],
  ])('%s', async (_, range, status, text) => {
    const answer = await ask({ range });
    expect(answer.status).toBe(status);
    if (status === 206) expect(await answer.text()).toBe(text);
  });

  test('a header beyond all measure is refused before anything is read', async () => {
    const answer = await ask({ range: `bytes=${'0-1,'.repeat(20_000)}0-1` }).catch((error: unknown) => error as Error);
    if (!(answer instanceof Error)) expect(answer.status).toBeGreaterThanOrEqual(400);
    expect((await ask({})).status).toBe(200);
  });

  test('another unit learns nothing by asking whether it is still the same', async () => {
    const etag = (await ask({})).headers.get('etag')!;
    const other = await world.as('clerk', 'B02');
    for (const headers of [{ 'if-none-match': etag }, { 'if-none-match': '*' }, { range: 'bytes=0-0' }, {}] as Record<string, string>[]) {
      const answer = await ask(headers, other);
      expect([answer.status, answer.headers.get('etag')]).toEqual([404, null]);
    }
    expect((await ask({ 'if-none-match': etag })).status).toBe(304);
  });
});
