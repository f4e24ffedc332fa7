import { Switch } from 'antd';
import type { ReactNode } from 'react';
import { Link, useParams, useSearchParams } from 'react-router';
import { CampaignView, CandidacyDecision, CandidacyDetail, SchemeDetail, type ExplanationView } from '@xingchuang/contracts';
import { useQueries } from '@tanstack/react-query';
import { get } from '../api/http.ts';
import { useRead } from '../api/reading.ts';
import { asProblem } from '../api/problem-error.ts';
import { useAddressFilter } from '../shared/address-filter.ts';
import { Nothing, Page } from '../shared/page.tsx';
import { Coming, ProblemAlert } from '../shared/problem-alert.tsx';
import { LevelStars } from './campaign-page.tsx';
import { itemsOf, markWords } from './declare-items.tsx';
import { factWords } from './fact-words.ts';
import './board.css';

interface Case {
  readonly one: CandidacyDetail;
  readonly decision: CandidacyDecision;
}
interface Line {
  readonly name: string;
  readonly cells: readonly ReactNode[];
  /** What is compared: the words of the cells. */
  readonly words: readonly string[];
}

const MOST = 6;

/** Two or more units of one round beside each other: what they declared, what they have, item by item and fact by fact. */
export function ComparePage() {
  const { id } = useParams();
  const [params] = useSearchParams();
  const [only, setOnly] = useAddressFilter('only');
  const ids = (params.get('ids') ?? '').split(',').filter(Boolean).slice(0, MOST);
  const campaign = useRead(CampaignView, `/api/assessment/campaigns/${id}`, {}, 300).data;
  const scheme = useRead(SchemeDetail, campaign && `/api/assessment/schemes/${campaign.schemeId}/${campaign.schemeVersion}`, {}, 3_600).data;
  const read = useQueries({
    queries: ids.map((one) => ({
      queryKey: ['compare', one],
      queryFn: async ({ signal }: { signal: AbortSignal }): Promise<Case> => ({
        one: await get(CandidacyDetail, `/api/assessment/candidacies/${one}`, {}, signal),
        decision: await get(CandidacyDecision, `/api/assessment/candidacies/${one}/decision`, {}, signal),
      }),
    })),
  });
  const cases = read.flatMap(({ data }) => (data ? [data] : []));
  const errors = read.flatMap(({ error }) => (error ? [error] : []));
  const up = { to: `/app/assessment/campaigns/${id}`, name: campaign?.title ?? '评定活动' };
  return (
    <Page title="并排比较" up={up} lead={cases.map(({ one }) => one.unit.name).join('、')}>
      {errors.map((error, i) => (
        <ProblemAlert key={i} problem={asProblem(error)} />
      ))}
      {ids.length < 2 ? (
        <div className="card">
          <Nothing title="请选两个以上单位" next={<Link to={up.to}>回到评定活动</Link>}>
            在审核列表或参评单位中勾选后比较。
          </Nothing>
        </div>
      ) : !campaign || !scheme || cases.length + errors.length < ids.length ? (
        <Coming />
      ) : (
        <Table cases={cases} campaign={campaign} scheme={scheme} only={only === 'differs'} setOnly={(on) => setOnly(on ? 'differs' : '')} />
      )}
    </Page>
  );
}

interface TableProps {
  readonly cases: readonly Case[];
  readonly campaign: CampaignView;
  readonly scheme: SchemeDetail;
  readonly only: boolean;
  readonly setOnly: (on: boolean) => void;
}

function Table({ cases, campaign, scheme, only, setOnly }: TableProps) {
  const parts = partsOf(cases, campaign, scheme);
  const differs = ({ words }: Line): boolean => new Set(words).size > 1;
  return (
    <>
      <label className="row">
        <Switch checked={only} onChange={setOnly} aria-label="只看不同" /> 只看不同的
      </label>
      <section className="card flush compare" style={{ '--columns': cases.length } as React.CSSProperties}>
        <div className="table-wrap" tabIndex={0} role="region" aria-label="比较">
          <table className="plain-table">
            <thead>
              <tr>
                <th scope="row">单位</th>
                {cases.map(({ one }) => (
                  <th key={one.id} scope="col">
                    <Link to={`/app/assessment/candidacies/${one.id}`}>{one.unit.name}</Link>
                  </th>
                ))}
              </tr>
            </thead>
            {parts.map(([part, lines]) => {
              const shown = lines.filter((line) => !only || differs(line));
              return (
                shown.length > 0 && (
                  <tbody key={part}>
                    <tr className="part">
                      <th colSpan={cases.length + 1} scope="rowgroup">
                        {part}
                      </th>
                    </tr>
                    {shown.map((line) => (
                      <tr key={line.name} className={differs(line) ? 'differs' : ''}>
                        <th scope="row">{line.name}</th>
                        {line.cells.map((cell, i) => (
                          <td key={i}>{cell}</td>
                        ))}
                      </tr>
                    ))}
                  </tbody>
                )
              );
            })}
          </table>
        </div>
      </section>
    </>
  );
}

function partsOf(cases: readonly Case[], campaign: CampaignView, scheme: SchemeDetail): (readonly [string, readonly Line[]])[] {
  const line = (name: string, words: readonly string[], cells: readonly ReactNode[] = words): Line => ({ name, words, cells });
  const levels = (name: string, of: (one: Case) => CandidacyDetail['level']): Line =>
    line(
      name,
      cases.map((one) => of(one)?.zh ?? '—'),
      cases.map((one) => {
        const level = of(one);
        return level ? <LevelStars level={level} of={campaign} /> : '—';
      }),
    );
  const clauses = (name: string, kind: string): Line =>
    line(name, cases.map(({ decision }) => decision.decision.explanation.filter((clause) => clause.kind === kind && clause.verdict === true).map(({ zh }) => zh).join('；') || '没有'));
  const starred = scheme.catalogue.dimensions.filter(({ award }) => award.all.length > 0);
  const scored = new Map(cases.flatMap(({ decision }) => decision.scores.map(({ id, zh }) => [id, zh] as const)));
  const ranked = new Set(cases.flatMap(({ decision }) => decision.ranks.map(({ zh }) => zh)));
  const facts = new Map<string, string>();
  const told = cases.map(({ decision }) => factsOf(decision.decision.explanation));
  const words = cases.map(({ decision }) => factWords(scheme, decision.names));
  told.forEach((known, i) => {
    for (const name of known.keys()) if (Object.hasOwn(scheme.catalogue.facts, name)) facts.set(name, words[i]!(name, known.get(name))[0]);
  });
  return [
    [
      '结果',
      [
        levels('申报', ({ one }) => one.declaredLevel),
        levels('按条件应评', ({ decision }) => decision.level),
        levels('目前', ({ one }) => one.level),
        clauses('一票否决', 'veto'),
        clauses('封顶', 'cap'),
        clauses('不得参评', 'exclusion'),
        line('还差', cases.map(({ decision }) => decision.decision.missing?.clauses.map(({ zh }) => zh).join('；') || '没有')),
      ],
    ],
    ['各方面', starred.map(({ id, zh }) => line(zh, cases.map(({ decision }) => (decision.decision.stars.includes(id) ? '获评' : '未获评'))))],
    [
      '得分和比较',
      [
        ...[...scored].map(([id, zh]) => line(zh, cases.map(({ decision }) => decision.scores.find((row) => row.id === id)?.value ?? '—'))),
        ...[...ranked].map((zh) => line(zh, cases.map(({ decision }) => decision.ranks.find((row) => row.zh === zh)?.value ?? '—'))),
      ],
    ],
    [
      '逐项情况（复核以“／”后为准）',
      itemsOf(scheme.catalogue)
        .filter(({ id }) => cases.some(({ one }) => one.declaration?.items.some(({ item }) => item === id) || one.reviewed.some(({ item }) => item === id)))
        .map((item) =>
          line(
            item.zh,
            cases.map(({ one }) => {
              const own = one.declaration?.items.find((mark) => mark.item === item.id);
              const check = one.reviewed.find((mark) => mark.item === item.id);
              return `${markWords(item.kind, own?.value)}${check ? ` ／ ${markWords(item.kind, check.value)}` : ''}`;
            }),
          ),
        ),
    ],
    ['事实', [...facts].map(([name, zh]) => line(zh, told.map((known, i) => (known.has(name) ? words[i]!(name, known.get(name))[1] : '—'))))],
  ];
}

/** Every fact that a reasoning used, by name; what follows from other clauses is not one. */
function factsOf(clauses: readonly ExplanationView[], into = new Map<string, unknown>()): Map<string, unknown> {
  for (const { facts, children } of clauses) {
    for (const [name, value] of Object.entries(facts)) into.set(name, value);
    factsOf(children, into);
  }
  return into;
}
