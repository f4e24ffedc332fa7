import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Refusal } from '@xingchuang/rules';
import { isNode, LineCounter, parseDocument, type Document } from 'yaml';
import { KindSchema, type Filling, type Kind } from './kind-schema.ts';
import { placesIn } from './place-text.ts';
import { AT_ISSUE, CONTEXT, SHAPES } from './query-shapes.ts';

type Path = readonly (string | number)[];
interface Fault {
  readonly line: number;
  readonly field: string;
  readonly message: string;
}
type Say = (path: Path, message: string) => void;

/** Reads the file of a bulletin kind. Refuses `bulletin.kind-invalid` with every fault and its line. */
export function parseKind(text: string): Kind {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, version: '1.2', uniqueKeys: true, prettyErrors: false });
  const faults: Fault[] = document.errors.map(({ pos, message }) => ({ line: lines.linePos(pos[0]).line, field: '', message }));
  if (faults.length > 0) throw invalid(faults);
  const say: Say = (path, message) => void faults.push({ line: lineOf(document, lines, path), field: path.join('.'), message });
  const read = KindSchema.safeParse(document.toJS({ maxAliasCount: 0 }));
  if (read.success) checkMeaning(read.data, say);
  else for (const { path, message } of read.error.issues) say(path as Path, message);
  if (faults.length > 0 || !read.success) throw invalid(faults);
  return read.data;
}

const invalid = (faults: readonly Fault[]): Refusal => {
  const problems = faults.toSorted((a, b) => a.line - b.line);
  return new Refusal('invalid', 'bulletin.kind-invalid', { count: problems.length, line: problems[0]!.line, problems });
};

/** The line of the innermost part of the path that is there. */
function lineOf(document: Document.Parsed, lines: LineCounter, path: Path): number {
  for (let length = path.length; length > 0; length -= 1) {
    const node = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
  }
  return 1;
}

function checkMeaning({ queries, texts, fields, title, every, covers, campaign, number, after }: Kind, say: Say): void {
  const figures = Object.entries(queries).flatMap(([query, { from }]) => [...Object.keys(SHAPES[from].figures), ...SHAPES[from].phrases].map((one) => `${query}.${one}`));
  const known = (pattern: string, path: Path, names: readonly string[]): void => {
    for (const place of placesIn(pattern)) if (!names.includes(place)) say(path, `no {${place}} here; there are ${names.join(', ')}`);
  };
  if (covers === 'coming' && every === undefined) say(['covers'], 'only a kind with a period tells of one that comes');
  if (after !== undefined && (every !== undefined || campaign)) say(['after'], 'a kind that tells of a record has no period and no round');
  for (const [query, one] of Object.entries(queries)) {
    if (one.from === 'record' && after === undefined) say(['queries', query], 'tells of a record: say of which under after');
    const needsCampaign = one.from === 'levels' || one.from === 'commended' || one.from === 'titles' || one.from === 'named' || (one.from === 'ranking' && one.by === 'levels');
    if (needsCampaign && !campaign) say(['queries', query], 'asks for a round: set campaign: true');
  }
  known(number, ['number'], ['n', 'year']);
  known(title, ['title'], CONTEXT);
  for (const [name, { lines }] of Object.entries(texts)) lines.forEach((line, index) => known(line, ['texts', name, 'lines', index], [...CONTEXT, ...figures]));
  for (const [name, filling] of Object.entries(fields)) checkFilling(filling, ['fields', name], { queries, texts, known, say });
}

interface Around {
  readonly queries: Kind['queries'];
  readonly texts: Kind['texts'];
  readonly known: (pattern: string, path: Path, names: readonly string[]) => void;
  readonly say: Say;
}

function checkFilling(filling: Filling, path: Path, { queries, texts, known, say }: Around): void {
  const text = (name: string, at: Path): void => {
    if (!Object.hasOwn(texts, name)) say(at, `no text ${name}; there are ${Object.keys(texts).join(', ') || 'none'}`);
  };
  const columns = (query: string, at: Path): readonly string[] => {
    const found = queries[query];
    if (!found) say(at, `no query ${query}; there are ${Object.keys(queries).join(', ') || 'none'}`);
    return found ? Object.keys(SHAPES[found.from].columns) : [];
  };
  if (typeof filling === 'string') known(filling, path, [...CONTEXT, ...AT_ISSUE, ...Object.entries(queries).flatMap(([query, { from }]) => SHAPES[from].phrases.map((one) => `${query}.${one}`))]);
  else if ('texts' in filling) text(filling.texts, path);
  else if ('rows' in filling) {
    for (const query of [filling.rows].flat()) {
      const names = columns(query, [...path, 'rows']);
      for (const [field, pattern] of Object.entries(filling.as)) known(pattern, [...path, 'as', field], names);
    }
  } else if ('blocks' in filling) {
    filling.blocks.forEach((block, index) => {
      const at = [...path, 'blocks', index];
      if ('texts' in block) text(block.texts, at);
      if ('heading' in block) known(block.heading, at, CONTEXT);
      if (!('table' in block)) return;
      const names = columns(block.table, at);
      for (const column of block.columns) if (names.length > 0 && !names.includes(column)) say([...at, 'columns'], `no column ${column}; there are ${names.join(', ')}`);
    });
  }
}

export const SHIPPED_KINDS = fileURLToPath(new URL('../../bulletins/', import.meta.url));

/** The kinds of these folders by id; one of a later folder takes the place of an earlier one. A file with faults stops the start and says where they are. */
export function readKinds(...folders: readonly string[]): ReadonlyMap<string, Kind> {
  const kinds = folders.flatMap((folder) => readdirSync(folder).filter((name) => name.endsWith('.yaml')).sort().map((name) => kindOf(join(folder, name))));
  return new Map(kinds.map((kind) => [kind.id, kind]));
}

function kindOf(path: string): Kind {
  try {
    return parseKind(readFileSync(path, 'utf8'));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new Error((error.facts['problems'] as Fault[]).map(({ line, field, message }) => `${path}:${line}: ${field} ${message}`).join('\n'), { cause: error });
  }
}
