// The same certificate by Typst, the fastest way to it that we know of besides ours: the page as a Typst template that is compiled
// for each document. The compiler is no dependency; the measurement fetches it for itself.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { shippedFonts } from '../../services/pdf/src/font/font-catalogue.ts';
import { MM, type Colour, type Draft, type PathMark, type TextMark } from '../../services/pdf/src/layout/page-marks.ts';
import { qrMarks } from '../../services/pdf/src/layout/qr-marks.ts';

const NAME = '@myriaddreamin/typst-ts-node-compiler';
const VERSION = '0.7.0';
const FOLDER = fileURLToPath(new URL(`../../out/peers/typst-${VERSION}/`, import.meta.url));
/** Typst remembers what it compiled: results that five documents did not ask for again go, or the memory grows without end. */
const REMEMBERED = 5;
const STANDARD = 'a-2u';
/** As in the layout file: where the name of the unit and the code stand, and the sizes that the name is tried in. */
const [WIDTH, SIZES, QR] = [228 * MM, '(34pt, 30pt, 26pt, 23pt, 20pt, 17pt, 14pt, 12pt)', { x: 27 * MM, y: 154.5 * MM, side: 30 * MM }];
const WEIGHTS: Readonly<Record<string, number>> = { serif: 400, 'serif-bold': 700, 'serif-black': 900, sans: 500 };

interface Compiler {
  pdf(document: { readonly mainFilePath: string; readonly inputs: Readonly<Record<string, string>> }, options: { readonly pdfStandard: string }): Buffer;
  evictCache(age: number): void;
}

/** Draws certificates like the given one; undefined, with the reason on the error output, where the compiler cannot be had here. */
export async function typstWriter(draft: Draft): Promise<((data: Readonly<Record<string, unknown>>) => Buffer) | undefined> {
  try {
    const compiler = await opened(draft);
    return (data) => {
      const { unitName, number, verifyUrl } = data as Record<string, string>;
      const inputs = { unitName: unitName!, number: number!, verifyUrl: verifyUrl!, qr: svg(qrMarks(verifyUrl!, 0, 0, QR.side), QR.side, QR.side) };
      const bytes = compiler.pdf({ mainFilePath: join(FOLDER, 'certificate.typ'), inputs }, { pdfStandard: STANDARD });
      compiler.evictCache(REMEMBERED);
      return bytes;
    };
  } catch (error) {
    process.stderr.write(`${NAME}@${VERSION} cannot be had here, so that certificates are not measured beside it: ${error instanceof Error ? error.message : String(error)}\n`);
    return undefined;
  }
}

async function opened(draft: Draft): Promise<Compiler> {
  mkdirSync(FOLDER, { recursive: true });
  if (!existsSync(join(FOLDER, 'node_modules'))) execFileSync('npm', ['install', '--prefix', FOLDER, '--no-save', '--no-audit', '--no-fund', '--ignore-scripts', `${NAME}@${VERSION}`], { stdio: ['ignore', 'ignore', 'pipe'] });
  const { NodeCompiler } = createRequire(join(FOLDER, 'index.js'))(NAME) as { NodeCompiler: { create(options: object): Compiler } };
  const [page] = draft.pages;
  const { width, height, base, marks } = page!;
  const still = [...(base?.marks ?? [])];
  writeFileSync(join(FOLDER, 'base.svg'), svg(still.filter((mark) => mark.kind === 'path'), width, height));
  writeFileSync(join(FOLDER, 'certificate.typ'), template(width, height, [...still, ...marks].filter((mark) => mark.kind === 'text')));
  const fontPaths = [...new Set([...shippedFonts().files.values()].map(({ path }) => dirname(path)))];
  return NodeCompiler.create({ workspace: FOLDER, fontArgs: [{ fontPaths }] });
}

const template = (width: number, height: number, texts: readonly TextMark[]): string => `
#set document(title: sys.inputs.unitName, author: "")
#set page(width: ${width}pt, height: ${height}pt, margin: 0pt)
#set text(font: ("Noto Serif SC", "Noto Sans SC"), lang: "zh", top-edge: "baseline", bottom-edge: "baseline")
#place(image("base.svg", width: ${width}pt, height: ${height}pt))
${texts.map(place).join('\n')}
#place(dx: ${QR.x}pt, dy: ${QR.y}pt, image(bytes(sys.inputs.qr), format: "svg", width: ${QR.side}pt, height: ${QR.side}pt))
`;

/** What differs from document to document comes from outside; the name of the unit is as large as its place allows, in the middle of the page. */
function place({ x, y, size, font, colour, spacing, text, field }: TextMark): string {
  const of = (size: string, words: string): string => `text(size: ${size}, weight: ${WEIGHTS[font]}, tracking: ${spacing}pt, fill: ${rgb(colour)}, ${words})`;
  if (field === 'unitName') return `#place(dy: ${y}pt, box(width: 100%, align(center, context { let size = ${SIZES}.find(one => measure(${of('one', 'sys.inputs.unitName')}).width <= ${WIDTH}pt); ${of('size', 'sys.inputs.unitName')} })))`;
  return `#place(dx: ${x}pt, dy: ${y}pt, ${of(`${size}pt`, field === 'number' || field === 'verifyUrl' ? `sys.inputs.${field}` : JSON.stringify(text))})`;
}

const rgb = (colour: Colour): string => `rgb(${colour.slice(0, 3).map((part) => `${part * 100}%`).join(', ')})`;

function svg(paths: readonly PathMark[], width: number, height: number): string {
  const drawn = paths.map(({ steps, fill, stroke }) => `<path d="${steps.map(step).join('')}" fill="${fill ? css(fill) : 'none'}"${stroke ? ` stroke="${css(stroke.colour)}" stroke-width="${stroke.width}"${stroke.dash ? ` stroke-dasharray="${stroke.dash.join(' ')}"` : ''}` : ''}/>`);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${drawn.join('')}</svg>`;
}

function step([command, ...numbers]: PathMark['steps'][number]): string {
  const [x, y, width, height] = numbers;
  return command === 'R' ? `M${x} ${y}h${width}v${height}h${-width!}Z` : `${command}${numbers.join(' ')}`;
}

const css = (colour: Colour): string => `rgb(${colour.slice(0, 3).map((part) => `${part * 100}%`).join(',')})`;
