import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { Refusal } from '@xingchuang/rules';
import { openFonts, type OwnFonts } from './font/font-catalogue.ts';
import { Renderer } from './render.ts';
import { signingKey, type SigningKey } from './sign/signing-key.ts';
import { readLayouts, SHIPPED_TEMPLATES } from './template/layout-file.ts';

const path = z.string().min(1).optional();

/** What pdf takes from the configuration of its process. */
export const PdfConfig = z
  .object({
    /** The organisation's key and certificate, a PKCS #12 file; documents that go out are signed with it. Without it they are not. */
    SIGNING_KEY: path,
    SIGNING_PASSWORD: z.string().optional(),
    /** A file with the password, for those who keep secrets in files; a line end at its end does not count. */
    SIGNING_PASSWORD_FILE: path,
    /** A time-stamp authority (RFC 3161); with it every signature carries a time that it vouches for. */
    TIMESTAMP_URL: z.url({ protocol: /^https?$/ }).optional(),
    /** A folder of templates of one's own, beside those that come with the system; one of the same id takes the place of ours. */
    TEMPLATES_DIR: path,
    /** TrueType fonts of one's own, by what they are for: 正文, 标题, 红头, 黑体, 楷体. */
    FONT_SONG: path,
    FONT_HEADLINE: path,
    FONT_DISPLAY: path,
    FONT_HEI: path,
    FONT_KAI: path,
    /** The largest PDF that is stamped, in MiB; it is held in memory while that is done. */
    STAMP_LIMIT_MIB: z.coerce.number().int().min(1).max(1_024).default(100),
    /** Whether this process makes the documents of batches; `off` where another one does. */
    BATCHES: z.enum(['on', 'off']).default('on'),
  })
  .refine(({ SIGNING_PASSWORD, SIGNING_PASSWORD_FILE }) => SIGNING_PASSWORD === undefined || SIGNING_PASSWORD_FILE === undefined, {
    path: ['SIGNING_PASSWORD'],
    message: 'give the password itself or the file with it, not both',
  });
export type PdfConfig = z.infer<typeof PdfConfig>;

export const PDF_CONFIG = Symbol('pdf-config');

export const ownFonts = (config: PdfConfig): OwnFonts => ({ song: config.FONT_SONG, headline: config.FONT_HEADLINE, display: config.FONT_DISPLAY, hei: config.FONT_HEI, kai: config.FONT_KAI });

export const rendererOf = (config: PdfConfig): Renderer =>
  new Renderer(openFonts(ownFonts(config)), readLayouts(SHIPPED_TEMPLATES, ...(config.TEMPLATES_DIR === undefined ? [] : [config.TEMPLATES_DIR])));

/** The key at start, so that a wrong password stops the service at once and not the first certificate. */
export function keyOf({ SIGNING_KEY, SIGNING_PASSWORD, SIGNING_PASSWORD_FILE }: PdfConfig): SigningKey | undefined {
  if (SIGNING_KEY === undefined) return undefined;
  const password = SIGNING_PASSWORD_FILE === undefined ? (SIGNING_PASSWORD ?? '') : readFileSync(SIGNING_PASSWORD_FILE, 'utf8').replace(/\r?\n$/, '');
  try {
    return signingKey(readFileSync(SIGNING_KEY), password);
  } catch (error) {
    const why = error instanceof Refusal ? String(error.facts['reason']) : (error as Error).message;
    throw new Error(`SIGNING_KEY ${SIGNING_KEY}: ${why}`);
  }
}
