import type { ReactNode } from 'react';
import { useParams } from 'react-router';
import { SchemeDetail } from '@xingchuang/contracts';
import { useRead } from '../api/reading.ts';
import { Page } from '../shared/page.tsx';
import { Reading } from '../shared/problem-alert.tsx';
import { Stars } from '../shared/stars.tsx';
import { actWord } from '../shared/words.ts';
import { valueWords } from './parameter-fields.tsx';
import './scheme.css';

type Catalogue = SchemeDetail['catalogue'];

/** A scheme that reads like the document it comes from: chapters, clauses, sources. */
export function SchemePage() {
  const { id } = useParams();
  const scheme = useRead(SchemeDetail, `/api/assessment/schemes/${id}`, {}, 300);
  return (
    <Reading read={scheme}>
      {(data) => (
        <Page
          title={data.name.zh}
          up={{ to: '/app/assessment/schemes', name: '评定办法' }}
          lead={`第 ${data.version} 版 · 摘要 ${data.digest.slice(0, 12)}`}
        >
          <Document scheme={data} />
        </Page>
      )}
    </Reading>
  );
}

function Document({ scheme }: { readonly scheme: SchemeDetail }) {
  const { levels, dimensions, vetoes, caps, process, titles, parameters, kinds } = scheme.catalogue;
  const level = (id: unknown) => levels.find((one) => one.id === id)?.zh;
  const setting = (value: Catalogue['vetoes'][number]['level']): string => {
    if (typeof value !== 'object') return level(value) ?? String(value);
    const parameter = parameters[value.parameter];
    return parameter
      ? `${parameter.zh}${parameter.default === undefined ? '' : `（${valueWords(scheme, parameter, parameter.default)}）`}`
      : value.parameter;
  };
  const body = (by: unknown): string => (typeof by === 'string' ? (kinds[by]?.zh ?? by) : setting(by as never));
  return (
    <article className="card document">
      <Chapter number={1} title="星级">
        {[...levels].reverse().map((one) => (
          <Clause key={one.id} of={{ ...one, id: '' }}>
            <Stars won={one.stars} of={Math.max(...levels.map(({ stars }) => stars))} /> {one.zh}
          </Clause>
        ))}
      </Chapter>
      <Chapter number={2} title="各星条件与重点任务">
        {dimensions.map((dimension) => (
          <section key={dimension.id}>
            <h3>
              {dimension.id}　{dimension.zh} <Source of={dimension} />
            </h3>
            <h4>获评条件</h4>
            {dimension.award.all.map((one) => (
              <Clause key={one.id} of={one} />
            ))}
            {dimension.tasks.length > 0 && <h4>重点任务</h4>}
            {dimension.tasks.map((task) => (
              <Clause key={task.id} of={task}>
                {task.zh}
                <ul className="items">
                  {task.items.map((item) => (
                    <li key={item.id}>
                      <span className="quiet">{item.id}</span> {item.zh}
                    </li>
                  ))}
                </ul>
              </Clause>
            ))}
          </section>
        ))}
      </Chapter>
      <Chapter number={3} title="一票否决和限制">
        {vetoes.map((one) => (
          <Clause key={one.id} of={one}>
            {one.zh} <span className="quiet">→ {setting(one.level)}</span>
          </Clause>
        ))}
        {caps.map((one) => (
          <Clause key={one.id} of={one}>
            {one.zh} <span className="quiet">→ 最高：{setting(one.atMost)}</span>
          </Clause>
        ))}
      </Chapter>
      <Chapter number={4} title="程序">
        {process.map((phase) => (
          <section key={phase.id}>
            <h3>
              {phase.id}　{phase.zh} <Source of={phase} />
            </h3>
            {phase.steps.map((step) => (
              <Clause key={step.id} of={step}>
                {body(step.by)}
                {step.zh}
                <span className="quiet">
                  {' '}
                  {actWord(step.act)}
                  {step.levels && ` · ${step.levels.map((one) => level(one) ?? one).join('、')}`}
                  {step.to && ` · 报${body(step.to)}`}
                  {step.files && ` · 备案：${body(step.files)}`}
                </span>
              </Clause>
            ))}
          </section>
        ))}
      </Chapter>
      {titles.length > 0 && (
        <Chapter number={5} title="单位称号">
          {titles.map((one) => (
            <Clause key={one.id} of={{ ...one, id: '' }} />
          ))}
        </Chapter>
      )}
      <Chapter number={6} title="文件未写明、由使用单位确定的事项">
        {Object.entries(parameters).map(([id, one]) => (
          <Clause key={id} of={{ id: '', zh: one.zh, source: one.source, basis: one.basis }}>
            {one.zh}：
            {one.default === undefined
              ? one.ask === 'unit'
                ? '逐单位填写'
                : '开展评定时填写'
              : valueWords(scheme, one, one.default)}
          </Clause>
        ))}
      </Chapter>
    </article>
  );
}

function Chapter({ number, title, children }: { readonly number: number; readonly title: string; readonly children: ReactNode }) {
  return (
    <section className="chapter">
      <h2>
        {'一二三四五六'[number - 1]}、{title}
      </h2>
      {children}
    </section>
  );
}

interface ClauseProps {
  readonly of: {
    readonly id: string;
    readonly zh: string;
    readonly source?: string | undefined;
    readonly basis?: string | undefined;
  };
  readonly children?: ReactNode;
}

function Clause({ of, children }: ClauseProps) {
  return (
    <div className="clause">
      {of.id && <span className="number">{of.id}</span>}
      <div {...(of.id ? {} : { style: { gridColumn: '1 / -1' } })}>
        {children ?? of.zh} <Source of={of} />
      </div>
    </div>
  );
}

/** Where a clause is written; a reading of ours says so. */
function Source({
  of: { source, basis },
}: {
  readonly of: { readonly source?: string | undefined; readonly basis?: string | undefined };
}) {
  if (source) return <cite>{source}</cite>;
  return basis ? <cite className="derived">推定：{basis.replace(/^derived: /, '')}</cite> : null;
}
