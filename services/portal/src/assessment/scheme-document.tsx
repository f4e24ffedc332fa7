import { Fragment, type ReactNode } from 'react';
import type { Scheme } from '@xingchuang/schemes';
import { Stars } from '../shared/stars.tsx';
import type { Chapter, Line, Section } from './scheme-line.ts';
import { answerText, type Token } from './scheme-words.ts';

export const NUMERALS = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '十一', '十二', '十三', '十四', '十五', '十六'];
export const chapterId = (number: number): string => `chapter-${number}`;
/** Where a clause stands on the page: its address can be shared. */
export const clauseAnchor = (id: string): string => `clause-${id}`;

interface DocumentProps {
  readonly scheme: Scheme;
  readonly chapters: readonly Chapter[];
  readonly wanted: string;
  readonly expressions: boolean;
}

/** The chapters of a scheme with their clauses; `wanted` is what was searched for and is marked. */
export function SchemeDocument({ scheme, chapters, wanted, expressions }: DocumentProps) {
  const most = Math.max(...scheme.levels.map(({ stars }) => stars));
  const text = (words: string): ReactNode => marked(words, wanted);
  const token = (one: Token, i: number): ReactNode => <Fragment key={i}>{typeof one === 'string' ? text(one) : <Named scheme={scheme} id={one.parameter} />}</Fragment>;
  const isShown = ({ id, isName }: Line): boolean => id !== '' && (isName !== true || expressions);
  const clause = (one: Line, i: number): ReactNode => (
    <div className={one.below ? 'clause wide' : 'clause'} key={`${one.id}${i}`} {...(one.id ? { id: clauseAnchor(one.id) } : {})}>
      {isShown(one) && (
        <a className="number" href={`#${clauseAnchor(one.id)}`} title="本条的链接">
          {text(one.id)}
        </a>
      )}
      <div className={isShown(one) ? 'said-so' : 'said-so alone'}>
        <p>
          {one.stars !== undefined && most > 0 && <Stars won={one.stars} of={most} />} {one.words.map(token)} <Source of={one} text={text} />
        </p>
        {one.more?.filter((words) => words.length > 0).map((words, j) => (
          <p className="then" key={j}>
            {words.map(token)}
          </p>
        ))}
        {one.parameters && one.parameters.length > 0 && (
          <p className="then">
            {one.parameters.map((id) => (
              <Named key={id} scheme={scheme} id={id} />
            ))}
          </p>
        )}
        {expressions && one.expressions?.map((expression) => <code key={expression}>{text(expression)}</code>)}
        {one.below && <div className="below">{one.below.map(clause)}</div>}
      </div>
    </div>
  );
  return (
    <article className="card document" aria-label={scheme.name.zh}>
      <header>
        <h2 className="name">{scheme.name.zh}</h2>
        <p className="quiet">第 {scheme.version} 版</p>
      </header>
      {chapters.map(({ number, title, sections }) => (
        <section className="chapter" key={title} id={chapterId(number)} aria-labelledby={`${chapterId(number)}-title`}>
          <h3 id={`${chapterId(number)}-title`}>
            {NUMERALS[number - 1]}、{title}
          </h3>
          {sections.map((section, i) => (
            <Part key={i} section={section} text={text}>
              {section.lines.map(clause)}
            </Part>
          ))}
        </section>
      ))}
    </article>
  );
}

function Part({ section, text, children }: { readonly section: Section; readonly text: (words: string) => ReactNode; readonly children: ReactNode }) {
  if (section.title === '') return children;
  return (
    <section className="part" {...(section.id ? { id: clauseAnchor(section.id) } : {})}>
      <h4>
        {section.id && <span className="number">{text(section.id)}</span>} {text(section.title)} <Source of={section} text={text} />
      </h4>
      {children}
    </section>
  );
}

/** A parameter where it is used, with the value it has. */
function Named({ scheme, id }: { readonly scheme: Scheme; readonly id: string }) {
  const parameter = scheme.parameters[id];
  if (!parameter) return id;
  return (
    <a className="parameter" href={`#${clauseAnchor(id)}`}>
      {parameter.zh}：<strong>{answerText(scheme, parameter)}</strong>
    </a>
  );
}

/** Where a clause is written; a reading of ours says so. */
function Source({ of: { source, basis }, text }: { readonly of: Pick<Line, 'source' | 'basis'>; readonly text: (words: string) => ReactNode }) {
  return (
    <>
      {source && <cite>{text(source)}</cite>} {basis && <cite className="derived">推定：{text(basis.replace(/^derived: /, ''))}</cite>}
    </>
  );
}

function marked(words: string, wanted: string): ReactNode {
  if (wanted === '') return words;
  const parts = words.toLowerCase().split(wanted.toLowerCase());
  if (parts.length === 1) return words;
  let at = 0;
  return parts.map((part, i) => {
    const before = words.slice(at, at + part.length);
    const found = words.slice(at + part.length, at + part.length + wanted.length);
    at += part.length + wanted.length;
    return (
      <Fragment key={i}>
        {before}
        {i < parts.length - 1 && <mark>{found}</mark>}
      </Fragment>
    );
  });
}
