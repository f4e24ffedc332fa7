import type { Scheme } from '@xingchuang/schemes';
import type { Chapter, Line } from './scheme-line.ts';
import { textOf } from './scheme-words.ts';

/** Only the clauses that say what was searched for, with their chapters. */
export function found(scheme: Scheme, chapters: readonly Chapter[], wanted: string): { chapters: Chapter[]; count: number } {
  if (wanted === '') return { chapters: [...chapters], count: 0 };
  let count = 0;
  const says = (one: Line): boolean => [one.id, textOf(one.words, scheme), ...(one.more ?? []).map((words) => textOf(words, scheme)), one.source ?? '', one.basis ?? '', ...(one.expressions ?? [])].join('\n').toLowerCase().includes(wanted.toLowerCase());
  const kept = (lines: readonly Line[]): Line[] =>
    lines.flatMap((one) => {
      const below = one.below && kept(one.below);
      if (!says(one) && !below?.length) return [];
      if (says(one)) count += 1;
      return [says(one) ? one : { ...one, below: below! }];
    });
  const whole = (lines: readonly Line[]): readonly Line[] => {
    count += lines.length;
    return lines;
  };
  const titled = (title: string): boolean => title.toLowerCase().includes(wanted.toLowerCase());
  const left = chapters
    .map((chapter) => ({ ...chapter, sections: chapter.sections.map((section) => ({ ...section, lines: titled(section.title) ? whole(section.lines) : kept(section.lines) })).filter(({ lines }) => lines.length > 0) }))
    .filter(({ sections }) => sections.length > 0);
  return { chapters: left, count };
}
