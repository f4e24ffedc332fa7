import { Button, Form, Input, Popconfirm, Select } from 'antd';
import { FactsView, type CampaignView, type Exclude, type FactsHistory, type SchemeDetail } from '@xingchuang/contracts';
import type { Exclusion, Scheme } from '@xingchuang/schemes';
import { useCommand } from '../api/command.ts';
import { PersonName } from '../registry/person-name.tsx';
import { UnitName } from '../registry/unit-name.tsx';
import { useMay, useSession } from '../session/session.ts';
import { CommandForm } from '../shared/command-form.tsx';
import { momentWords } from '../shared/day-words.ts';
import { ProblemAlert } from '../shared/problem-alert.tsx';
import { useSay } from '../shared/say.ts';
import { sourceWords } from '../shared/words.ts';

type Versions = FactsHistory['items'];
const required = (message: string) => [{ required: true, whitespace: true, message }];
const clauseWords = ({ id, zh, source, basis }: Exclusion): string => `${zh}（${[id, sourceWords(source ?? basis)].filter(Boolean).join('，')}）`;

interface ExclusionsProps {
  readonly scheme: SchemeDetail;
  readonly campaign: CampaignView;
  readonly facts: FactsView | undefined;
  /** Every version of the facts, newest first: an exclusion says nothing of who stated it. */
  readonly versions: Versions;
  readonly path: string;
  /** Nothing is decided yet. */
  readonly isOpen: boolean;
}

/** What keeps a unit out by hand, where the scheme leaves a case to a body: what stands, and for that body to state it or take it back. */
export function Exclusions({ scheme, campaign, facts, versions, path, isOpen }: ExclusionsProps) {
  const may = useMay();
  const { seat } = useSession();
  const whole = scheme.scheme as unknown as Scheme; // checked before it was published; the contract leaves its shape to docs/scheme.schema.json
  const byHand = whole.exclusions.filter(({ reason }) => reason);
  if (byHand.length === 0) return null;
  const bodyOf = ({ by }: Exclusion): string =>
    String(typeof by === 'object' ? (campaign.parameters[by.parameter] ?? scheme.catalogue.parameters[by.parameter]?.default ?? '') : by);
  const excluded = facts?.excluded ?? {};
  const standing = byHand.filter(({ id }) => excluded[id] !== undefined);
  const isMine = (one: Exclusion): boolean => isOpen && may('exclusion.state') && bodyOf(one) === seat.unitKind;
  const mine = byHand.filter((one) => isMine(one) && !standing.includes(one));
  const others = byHand.filter((one) => !standing.includes(one) && !mine.includes(one));
  return (
    <section className="card stack" aria-labelledby="exclusions">
      <h2 id="exclusions">人工认定的不得参评</h2>
      {standing.length === 0 ? (
        <p className="quiet">没有人工认定的不得参评情形。</p>
      ) : (
        <ul className="lines inset" aria-label="人工认定的不得参评">
          {standing.map((one) => (
            <Standing key={one.id} of={one} reason={excluded[one.id]!} versions={versions} path={path} isMine={isMine(one)} />
          ))}
        </ul>
      )}
      {isOpen && others.length > 0 && (
        <ul className="quiet small" aria-label="由其他机构认定">
          {others.map((one) => (
            <li key={one.id}>
              {clauseWords(one)}：由{scheme.catalogue.kinds[bodyOf(one)]?.zh ?? '其他机构'}认定
            </li>
          ))}
        </ul>
      )}
      {mine.length > 0 && <StateForm of={mine} path={path} />}
      {!isOpen && <p className="quiet small">已经审定，不能再认定或撤销。</p>}
    </section>
  );
}

interface StandingProps {
  readonly of: Exclusion;
  readonly reason: string;
  readonly versions: Versions;
  readonly path: string;
  readonly isMine: boolean;
}

function Standing({ of: one, reason, versions, path, isMine }: StandingProps) {
  const say = useSay();
  const command = useCommand(FactsView, () => say('已撤销认定'));
  const stated = statedIn(versions, one.id, reason);
  return (
    <li>
      <div className="main">
        <strong>{clauseWords(one)}</strong>
        <p className="words">理由：{reason}</p>
        {stated && (
          <p className="quiet">
            <UnitName id={stated.enteredBy.unitId} /> <PersonName id={stated.enteredBy.personId} /> · {momentWords(stated.enteredAt)}
          </p>
        )}
        <ProblemAlert problem={command.problem} />
      </div>
      {isMine && (
        <div className="side">
          <Popconfirm
            title="撤销后，单位不再因这一条不得参评"
            okText="撤销认定"
            cancelText="不撤销"
            onConfirm={() => command.give({ path: `${path}/exclusions`, body: { exclusion: one.id, reason: '' } })}
          >
            <Button loading={command.busy}>撤销认定</Button>
          </Popconfirm>
        </div>
      )}
    </li>
  );
}

/** The version that stated it: since then the same reason stood without a break. */
function statedIn(versions: Versions, id: string, reason: string): Versions[number] | undefined {
  const before = versions.findIndex(({ excluded }) => excluded?.[id] !== reason);
  return versions[(before < 0 ? versions.length : before) - 1];
}

function StateForm({ of: mine, path }: { readonly of: readonly Exclusion[]; readonly path: string }) {
  return (
    <CommandForm
      key={mine.map(({ id }) => id).join()}
      label="认定不得参评"
      submit="认定不得参评"
      final
      marks={false}
      draft={`exclude-${path}`}
      initial={mine.length === 1 ? { exclusion: mine[0]!.id } : {}}
      schema={FactsView}
      order={({ exclusion, reason }: Exclude) => ({ path: `${path}/exclusions`, body: { exclusion, reason } })}
      said="已认定"
    >
      <Form.Item name="exclusion" label="依据条款" rules={required('请选择条款')}>
        <Select placeholder="请选择" options={mine.map((one) => ({ value: one.id, label: clauseWords(one) }))} />
      </Form.Item>
      <Form.Item name="reason" label="理由" rules={required('请写明理由')}>
        <Input.TextArea autoSize={{ minRows: 2, maxRows: 6 }} maxLength={2_000} placeholder="发生了什么、由谁查实" />
      </Form.Item>
    </CommandForm>
  );
}
