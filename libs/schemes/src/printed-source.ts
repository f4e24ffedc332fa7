import type { Scheme } from './scheme.ts';

const MOST = 100;

/** A citation as a document prints it: the document by its title and the words themselves; readers do not have our keys and line numbers. */
export function printedSource({ sources }: Pick<Scheme, 'sources'>, citation: string): string {
  const [first = ''] = citation.split('; ');
  const [, key = '', quote = ''] = /^(\S+) L[\d\-–,、]+\s*(.*)$/.exec(first) ?? [];
  const document = sources[key]?.document;
  return (document === undefined ? first.replace(/^derived: /, '推定：') : `《${document}》${quote}`).slice(0, MOST);
}
