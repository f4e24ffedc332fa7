import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import sharp from 'sharp';
import { createWorker, OEM, type Worker } from 'tesseract.js';

/** The model of integers: a tenth of the size of the other, and as good on print. */
const MODEL = '4.0.0_best_int';
/** Print of a page then stands 20 to 40 pixels high, at which the engine reads best; enlarging makes it worse. */
const SIDE = 1_600;
/** Words of which the engine is less sure are noise of pictures more often than writing. */
const LEAST_CONFIDENCE = 40;
/** Of a whole picture: below it the leaves of a tree were read as characters. */
const LEAST_OF_ALL = 60;

export interface Recognised {
  readonly text: string;
  /** How sure the engine is, of 100, weighed by the length of what was read. */
  readonly confidence: number;
}

let engine: Promise<Worker> | undefined;

/** The writing in a picture: Chinese, with what Latin letters and digits stand in between. */
export async function recognise({ picture }: { picture: Uint8Array }): Promise<Recognised> {
  const worker = await (engine ??= start());
  const plain = await sharp(picture).resize(SIDE, SIDE, { fit: 'inside', withoutEnlargement: true }).greyscale().normalise().png().toBuffer();
  const { data } = await worker.recognize(plain, {}, { text: false, blocks: true });
  const lines = (data.blocks ?? []).flatMap(({ paragraphs }) => paragraphs.flatMap(({ lines: all }) => all));
  const kept = lines.map(({ words }) => words.filter(({ confidence }) => confidence >= LEAST_CONFIDENCE)).filter((words) => words.length > 0);
  const text = kept.map((words) => joined(words.map((word) => word.text))).join('\n');
  const all = kept.flat();
  const confidence = all.length === 0 ? 0 : all.reduce((sum, word) => sum + word.confidence, 0) / all.length;
  return confidence < LEAST_OF_ALL ? { text: '', confidence: 0 } : { text, confidence };
}

/** Chinese has no spaces between words; the engine puts them between characters. */
const joined = (words: readonly string[]): string => words.join(' ').replaceAll(/(?<=[\p{Script=Han}\u3000-\u303f\uff00-\uffef]) +| +(?=[\p{Script=Han}\u3000-\u303f\uff00-\uffef])/gu, '');

function start(): Promise<Worker> {
  const data = dirname(createRequire(import.meta.url).resolve('@tesseract.js-data/chi_sim/package.json'));
  return createWorker('chi_sim', OEM.LSTM_ONLY, { langPath: join(data, MODEL), cacheMethod: 'none', gzip: true });
}
