import { Button, Input } from 'antd';
import { useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { CandidacyDetail, type CampaignView, type ItemMark, type SchemeDetail } from '@xingchuang/contracts';
import { readAgain, useCommand } from '../api/command.ts';
import { useMay } from '../session/session.ts';
import { drafts } from '../shared/draft.ts';
import { State } from '../shared/page.tsx';
import { ProblemAlert } from '../shared/problem-alert.tsx';
import { useSay } from '../shared/say.ts';
import { Behind } from './behind.tsx';
import { itemsOf, JudgeInput, markWords } from './declare-items.tsx';
import { settler } from './settled.ts';

interface ItemReviewProps {
  readonly of: CandidacyDetail;
  readonly scheme: SchemeDetail;
  readonly campaign: CampaignView;
}
/** What is typed for an item, over what another reviewer had found there when the typing began. */
interface Typed {
  readonly value?: ItemMark['value'] | undefined;
  readonly text?: string;
  readonly over?: string;
}
type Found = Readonly<Record<string, Typed>>;

/** The unit's own judgement of each item beside what a reviewer found; only reviewers write, and only while the level is open. */
export function ItemReview({ of: one, scheme, campaign }: ItemReviewProps) {
  const may = useMay();
  const key = `item-review-${one.id}`;
  const [found, setFound] = useState<Found>(() => (drafts.find<Found>(key) ?? {}) as Found);
  const [onlyFilled, setOnlyFilled] = useState(true);
  const say = useSay();
  const queries = useQueryClient();
  const command = useCommand(CandidacyDetail, () => {
    drafts.remove(key);
    setFound({});
    say('复核已保存');
  });
  const all = itemsOf(scheme.catalogue);
  const own = new Map((one.declaration?.items ?? []).map((mark) => [mark.item, mark]));
  const reviewed = new Map(one.reviewed.map((mark) => [mark.item, mark]));
  if (all.length === 0) return null;
  const mayWrite = may('level.review') && one.state !== 'decided' && one.state !== 'settled';
  const shown = onlyFilled ? all.filter(({ id }) => own.has(id) || reviewed.has(id)) : all;
  const marks = Object.entries(found).flatMap(([item, mark]) => (mark.value === undefined || mark.value === '' ? [] : [{ item, value: mark.value, text: mark.text ?? '', evidence: [] }]));
  const standing = (id: string): string => JSON.stringify(reviewed.get(id) ?? null);
  const changed = marks.map(({ item }) => item).filter((id) => found[id]!.over !== undefined && found[id]!.over !== standing(id));
  const keep = (next: Found) => {
    setFound(next);
    drafts.save(key, next);
  };
  const change = (id: string, part: Typed) => keep({ ...found, [id]: { over: standing(id), ...found[id], ...part } });
  const takeTheirs = () => keep(Object.fromEntries(Object.entries(found).filter(([id]) => !changed.includes(id))));
  const save = () => command.give({ method: 'PUT', path: `/api/assessment/candidacies/${one.id}/items`, body: { items: marks, version: one.version } });
  const settled = settler(scheme, campaign.parameters);
  return (
    <section className="card flush" aria-label="逐项情况">
      <div className="row between" style={{ padding: '14px 24px' }}>
        <h2>
          逐项情况{' '}
          <span className="quiet small">
            已填 {own.size} / {all.length} 项
          </span>
        </h2>
        <button type="button" className="plain" onClick={() => setOnlyFilled(!onlyFilled)}>
          {onlyFilled ? '显示全部项目' : '只看已填的'}
        </button>
      </div>
      {shown.length === 0 ? (
        <p className="quiet" style={{ padding: '0 24px 16px' }}>
          单位没有逐项填写。
        </p>
      ) : (
        <div className="table-wrap">
          <table className="plain-table item-table">
            <thead>
              <tr>
                <th scope="col">项目</th>
                <th scope="col">单位填写</th>
                <th scope="col">复核</th>
              </tr>
            </thead>
            <tbody>
              {shown.map((item) => {
                const [mark, check] = [own.get(item.id), reviewed.get(item.id)];
                const differs = check !== undefined && mark !== undefined && check.value !== mark.value;
                return (
                  <tr key={item.id} className={differs ? 'differs' : ''}>
                    <td>
                      {item.zh}
                      {item.source && <div className="quiet small">{item.source}</div>}
                    </td>
                    <td>
                      {markWords(item.kind, mark?.value)}
                      {mark?.text && <div className="words small">{mark.text}</div>}
                      {mark && mark.evidence.length > 0 && <Behind ids={mark.evidence} />}
                    </td>
                    <td>
                      {check && (
                        <div>
                          {markWords(item.kind, check.value)} {differs && <State tone="due">与单位不同</State>}
                          {check.text && <div className="words small">{check.text}</div>}
                        </div>
                      )}
                      {mayWrite && (
                        <details open={found[item.id] !== undefined}>
                          <summary className="small">{check ? '改写' : '写复核'}</summary>
                          <div className="stack tight" style={{ paddingTop: 6 }}>
                            <JudgeInput item={item} value={found[item.id]?.value} onChange={(value) => change(item.id, { value })} settled={settled} label={`复核：${item.zh}`} />
                            {item.kind !== 'text' && (
                              <Input
                                value={found[item.id]?.text ?? ''}
                                onChange={(event) => change(item.id, { text: event.target.value })}
                                placeholder="说明"
                                aria-label={`复核说明：${item.zh}`}
                                maxLength={2_000}
                              />
                            )}
                          </div>
                        </details>
                      )}
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </div>
      )}
      {(marks.length > 0 || command.problem) && (
        <div className="stack tight" style={{ padding: '12px 24px' }}>
          {changed.length > 0 && (
            <p className="alert" role="status">
              您填写期间，其中 {changed.length} 项已由他人复核，表中上方是对方的，下方是您填的；保存后以您填的为准。{' '}
              <button type="button" className="plain" onClick={takeTheirs}>
                这些项用对方的
              </button>
            </p>
          )}
          <ProblemAlert problem={command.problem} />
          <div className="row">
            {command.problem?.code === 'thing.stale' ? (
              <Button onClick={() => (command.forget(), readAgain(queries))}>载入最新内容，保留已填的</Button>
            ) : (
              <Button type="primary" loading={command.busy} onClick={save}>
                保存复核（{marks.length} 项）
              </Button>
            )}
          </div>
        </div>
      )}
    </section>
  );
}
