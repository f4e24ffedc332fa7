import { Document, isCollection, isMap, visit, type Node } from 'yaml';

/** Longer ones stand over several lines. */
const ONE_LINE = 150;
const ORDER = [
  'format', 'id', 'version', 'name', 'sources', 'cycle', 'window', 'kinds', 'parameters', 'facts', 'populations', 'figures', 'levels', 'dimensions', 'extras', 'total', 'exclusions', 'direct', 'vetoes', 'caps', 'quotas',
  'process', 'notice', 'adjustment', 'recheck', 'ladder', 'duties', 'titles', 'honours', 'effects', 'documents',
];

/** The file of a scheme given as plain data, with its parts in the order of the page and short entries on one line. */
export function schemeText(plain: Readonly<Record<string, unknown>>): string {
  const known = ORDER.filter((key) => plain[key] !== undefined);
  const ordered = Object.fromEntries([...known, ...Object.keys(plain).filter((key) => !ORDER.includes(key))].map((key) => [key, plain[key]]));
  const document = new Document(ordered, { version: '1.2', aliasDuplicateObjects: false });
  visit(document, (_, node, path) => {
    if (!isCollection(node) || path.length < 2) return undefined;
    if (JSON.stringify((node as Node).toJS(document)).length > ONE_LINE) return undefined;
    node.flow = true;
    return visit.SKIP;
  });
  if (isMap(document.contents)) for (const { key } of document.contents.items.slice(4)) (key as Node).spaceBefore = true;
  return document.toString({ lineWidth: 0, flowCollectionPadding: false });
}
