import { createWriteStream } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { Blobs } from '@xingchuang/blobs';
import { Refusal } from '@xingchuang/rules';
import { BLOBS, CLOCK, faultsOf, type Clock } from '@xingchuang/server';
import { keyOf, ownFonts, PDF_CONFIG, type PdfConfig } from './config.ts';
import { composeWith, Renderer } from './render.ts';
import type { SigningKey } from './sign/signing-key.ts';
import { stamperAt } from './sign/timestamp.ts';
import type { Appended } from './stamp/pdf-update.ts';
import { stampFile } from './stamp/stamp-file.ts';
import { StampHost } from './stamp/stamp-host.ts';
import { Stamp } from './stamp/stamp-schema.ts';
import { parseLayout } from './template/layout-file.ts';
import { writeDocx } from './word/docx-writer.ts';
import { writePdf } from './write/pdf-writer.ts';
import { faceOf, signPlace, type Signing } from './write/signature-place.ts';

const MIB = 1024 * 1024;
const SAMPLE: Stamp = { kind: 'watermark', text: '样张　仅供预览' };

/** Makes documents with what this installation has: its templates, fonts and key. */
@Injectable()
export class DocumentMaker implements OnModuleDestroy {
  readonly #key: SigningKey | undefined;
  readonly #host = new StampHost();

  constructor(
    @Inject(PDF_CONFIG) readonly config: PdfConfig,
    @Inject(Renderer) readonly renderer: Renderer,
    @Inject(BLOBS) readonly blobs: Blobs,
    @Inject(CLOCK) readonly clock: Clock,
  ) {
    this.#key = keyOf(config);
  }

  onModuleDestroy(): void {
    this.#host.close();
  }

  /** A document as it goes out: signed where there is a key and its template says so. */
  async make(template: string, data: unknown, format = 'pdf'): Promise<Buffer> {
    if (format === 'docx') return writeDocx(this.renderer.content(template, data));
    if (format !== 'pdf' && format !== '') throw new Refusal('invalid', 'pdf.format-unknown', { format }, 'format');
    const signing = this.renderer.layouts.get(template)?.signed === true ? this.#signing() : undefined;
    return signing ? this.renderer.renderSigned(template, data, signing) : this.renderer.render(template, data);
  }

  /** What to append to a kept PDF to have it stamped. A watermark only tells who looks; it is never signed. */
  async stamp(sha256: string, input: unknown): Promise<Buffer> {
    const read = Stamp.safeParse(input, { reportInput: true });
    if (!read.success) throw new Refusal('invalid', 'pdf.stamp-invalid', { problems: faultsOf(read.error) }, 'stamp');
    const most = this.config.STAMP_LIMIT_MIB;
    const known = await this.blobs.find(sha256);
    if (known && known.size > most * MIB) throw new Refusal('limit', 'pdf.too-large', { most }, 'file');
    const folder = await mkdtemp(join(tmpdir(), 'xingchuang-stamp-'));
    try {
      const path = join(folder, 'file.pdf');
      await pipeline(await this.blobs.get(sha256), createWriteStream(path));
      const signing = read.data.kind === 'watermark' ? undefined : this.#signing();
      const appended = await this.#host.stamp({ path, stamp: read.data, fonts: ownFonts(this.config), signature: signing && faceOf(signing) });
      return signing ? await signed(await readFile(path), appended, signing) : appended.bytes;
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  /** The look of a template or of a layout that is none yet; marked on every page, so that nobody takes it for the thing itself. */
  async preview(of: { template: string } | { layout: string }, data?: unknown): Promise<Buffer> {
    const { fonts, layouts } = this.renderer;
    if ('layout' in of) {
      const layout = parseLayout(of.layout);
      return this.#marked(writePdf(composeWith(layout, data ?? layout.sample, fonts), fonts));
    }
    return this.#marked(this.renderer.render(of.template, data ?? layouts.get(of.template)?.sample));
  }

  async sampleDocx(template: string): Promise<Buffer> {
    return writeDocx(this.renderer.content(template, this.renderer.layouts.get(template)?.sample));
  }

  /** Our own bytes: they need no process of their own. */
  async #marked(pdf: Buffer): Promise<Buffer> {
    return Buffer.concat([pdf, (await stampFile(pdf, SAMPLE, this.renderer.fonts)).bytes]);
  }

  #signing(): Signing | undefined {
    if (!this.#key) return undefined;
    const { TIMESTAMP_URL } = this.config;
    return { key: this.#key, at: this.clock.now(), stamper: TIMESTAMP_URL === undefined ? undefined : stamperAt(TIMESTAMP_URL) };
  }
}

/** The appended bytes once the whole file is signed; nothing before them changes. */
export async function signed(file: Buffer, { bytes, watched }: Appended, signing: Signing): Promise<Buffer> {
  const whole = Buffer.concat([file, bytes]);
  await signPlace(whole, watched, signing);
  return whole.subarray(file.length);
}
