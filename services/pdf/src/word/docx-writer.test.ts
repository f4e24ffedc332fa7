import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { names } from '../names.fixture.ts';
import { pageCount, text } from '../probes.fixture.ts';
import { shippedRenderer } from '../render.ts';
import { writeDocx } from './docx-writer.ts';

const renderer = shippedRenderer();
const documents = [...renderer.layouts.values()].filter(({ kind }) => kind === 'document');
const docx = (id: string, data: unknown = renderer.layouts.get(id)!.sample) => writeDocx(renderer.content(id, data));

/** Every part as Python's own zip and XML readers see it: name and text. */
const READ = `
import json, sys, zipfile, xml.etree.ElementTree as tree
archive = zipfile.ZipFile(sys.argv[1])
assert archive.testzip() is None
print(json.dumps({name: ''.join(tree.fromstring(archive.read(name)).itertext()) for name in archive.namelist()}))
`;

function withFile<T>(bytes: Buffer, use: (path: string, folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'docx-'));
  try {
    writeFileSync(join(folder, 'a.docx'), bytes);
    return use(join(folder, 'a.docx'), folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function parts(bytes: Buffer): Record<string, string> {
  return withFile(bytes, (path) => {
    const { status, stdout, stderr } = spawnSync('python3', ['-c', READ, path]);
    if (status !== 0) throw new Error(`python3: ${stderr}`);
    return JSON.parse(stdout.toString()) as Record<string, string>;
  });
}

/** The document as LibreOffice lays it out. */
function opened(bytes: Buffer): Buffer {
  return withFile(bytes, (path, folder) => {
    const { error } = spawnSync('soffice', [`-env:UserInstallation=file://${folder}/profile`, '--headless', '--convert-to', 'pdf', '--outdir', folder, path], { timeout: 120_000 });
    if (error) throw error;
    return readFileSync(join(folder, 'a.pdf'));
  });
}

test.each(documents.map(({ id }) => id))('%s is sound XML in a sound archive and says what the PDF says', async (id) => {
  const found = parts(await docx(id));
  expect(Object.keys(found).sort()).toEqual(['[Content_Types].xml', '_rels/.rels', 'docProps/core.xml', 'word/_rels/document.xml.rels', 'word/document.xml', 'word/footer1.xml', 'word/styles.xml']);
  const said = found['word/document.xml']!.replace(/\s/g, '');
  const printed = renderer.compose(id, renderer.layouts.get(id)!.sample).pages.flatMap(({ marks }) => marks.flatMap((mark) => (mark.kind === 'text' && !['folio', 'label'].includes(mark.field) ? [mark.text] : [])));
  for (const line of printed) expect(said).toContain(line.replace(/\s/g, ''));
});

test('is the same bytes for the same data', async () => {
  expect((await docx('ranking')).equals(await docx('ranking'))).toBe(true);
});

test('takes names and mark-up as the text they are', async () => {
  const strange = '</w:t><w:instrText>HYPERLINK "http://x"</w:instrText> &amp; =cmd|1 {{x}}';
  const sample = renderer.layouts.get('bulletin')!.sample;
  const found = parts(await docx('bulletin', { ...sample, blocks: [...names().slice(0, 50), strange].map((text) => ({ kind: 'paragraph', text })) }));
  for (const name of [...names().slice(0, 50), strange]) expect(found['word/document.xml']).toContain(name);
});

test('LibreOffice opens it: all of it on the pages that it should take', async () => {
  const pdf = opened(await docx('ranking'));
  const printed = text(pdf).replace(/\s/g, '');
  for (const part of ['示直工〔2026〕7号', '“五星”支部创建排名情况的通报', '示例委离退休干部支部', '2026年4月3日印发', '日志存证']) expect(printed).toContain(part);
  expect(pageCount(pdf)).toBeLessThanOrEqual(2);
});

test('a sheet is refused: its places on paper are all it is', async () => {
  await expect(async () => docx('certificate')).rejects.toMatchObject({ kind: 'invalid', code: 'pdf.not-a-document' });
});
