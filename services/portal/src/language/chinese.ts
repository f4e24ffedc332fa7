import { readFileSync, readdirSync } from 'node:fs';
import { parseAst, transformWithOxc } from 'vite';

interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
}
interface Template extends Node {
  readonly quasis: readonly (Node & { readonly value: { readonly cooked: string } })[];
}
interface List extends Node {
  readonly elements: readonly Node[];
}
interface Edit {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

const HAN = /\p{Script=Han}/u;
const COMPARED = new Set(['===', '!==', '==', '!=']);
const SEARCHED = new Set(['split', 'startsWith', 'endsWith', 'includes', 'indexOf']);

/**
 * Compiled code in which every Chinese text is looked up when it runs, and the texts themselves; `{0}`, `{1}` … stand for what a template
 * fills in. Words of an element with others between them are one text, so that another language can order them its way.
 */
export function chineseIn(code: string): { readonly words: readonly string[]; readonly code: string } {
  const words: string[] = [];
  const edits: Edit[] = [];
  const inSentences = new Set<Node>();
  const visit = (node: Node, parent?: Node, key?: string): void => {
    const children = childrenOf(node);
    if (children?.elements.some((child) => isText(child) && HAN.test(child.value))) {
      const holes = children.elements.flatMap((child, i) => (isText(child) ? [] : [i]));
      const text = children.elements.map((child, i) => (isText(child) ? child.value : `{${holes.indexOf(i)}}`)).join('');
      for (const child of children.elements) if (isText(child)) inSentences.add(child);
      words.push(text);
      edits.push({ from: children.start, to: children.start, text: `$sentence(${JSON.stringify(text)}, ` }, { from: children.end, to: children.end, text: `, ${JSON.stringify(holes)})` });
    }
    if (isText(node) && HAN.test(node.value) && !inSentences.has(node) && !isData(parent, key)) {
      words.push(node.value);
      edits.push({ from: node.start, to: node.start, text: '$words(' }, { from: node.end, to: node.end, text: ')' });
    }
    if (isTemplate(node) && parent?.type !== 'TaggedTemplateExpression') {
      const parts = node.quasis.map(({ value }) => value.cooked);
      if (parts.some((part) => HAN.test(part))) {
        const text = parts.reduce((all, part, i) => `${all}{${i - 1}}${part}`);
        words.push(text);
        node.quasis.forEach(({ start, end }, i) => {
          const isLast = i === parts.length - 1;
          const opening = i === 0 ? `$words(${JSON.stringify(text)}` : '';
          edits.push({ from: start - 1, to: end + (isLast ? 1 : 2), text: `${opening}${isLast ? ')' : ', '}` });
        });
      }
    }
    for (const [name, value] of Object.entries(node)) for (const child of [value].flat()) if (isNode(child)) visit(child, node, name);
  };
  visit(parseAst(code) as unknown as Node);
  if (words.length === 0) return { words, code };
  edits.sort((a, b) => a.from - b.from || a.to - b.to);
  let out = '';
  let at = 0;
  for (const { from, to, text } of edits) {
    out += code.slice(at, from) + text;
    at = to;
  }
  return { words, code: out + code.slice(at) };
}

/** The Chinese texts of a source file. */
async function wordsOfFile(path: string, source: string): Promise<readonly string[]> {
  return chineseIn((await transformWithOxc(source, path, { jsx: { runtime: 'automatic' } })).code).words;
}

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && 'type' in value && 'start' in value;
const isText = (node: Node): node is Node & { readonly value: string } => node.type === 'Literal' && typeof (node as { value?: unknown }).value === 'string';
const isTemplate = (node: Node): node is Template => node.type === 'TemplateLiteral';

/** The children of an element that has several. */
function childrenOf(node: Node): List | undefined {
  const { type, callee, arguments: given } = node as Node & { callee?: { name?: string }; arguments?: readonly (Node & { properties?: readonly { key?: { name?: string }; value?: Node }[] })[] };
  if (type !== 'CallExpression' || !callee?.name?.endsWith('jsxs')) return undefined;
  const value = given?.[1]?.properties?.find(({ key }) => key?.name === 'children')?.value;
  return value?.type === 'ArrayExpression' ? (value as List) : undefined;
}

/** What a program reads and no person: a key, an address, a text that another is compared with. */
function isData(parent: Node | undefined, key: string | undefined): boolean {
  const { type, operator, callee, computed } = (parent ?? {}) as { type?: string; operator?: string; computed?: boolean; callee?: { property?: { name?: string } } };
  if (key === 'source' || (type === 'Property' && key === 'key' && !computed) || type === 'SwitchCase') return true;
  return (type === 'BinaryExpression' && COMPARED.has(operator!)) || (type === 'CallExpression' && SEARCHED.has(callee?.property?.name ?? ''));
}

/** All texts of the sources in a folder that users can see, in the order of the files; its tests and this mechanism itself say nothing to them. */
export async function wordsOfFolder(folder: string): Promise<ReadonlySet<string>> {
  const used = new Set<string>();
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort())
    if (/(?<!\.test)\.tsx?$/.test(name) && !/^language\/(chinese|plugin)/.test(name)) for (const text of await wordsOfFile(name, readFileSync(`${folder}/${name}`, 'utf8'))) used.add(text);
  return used;
}
