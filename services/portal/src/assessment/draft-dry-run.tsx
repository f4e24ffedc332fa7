import { Button, Form } from 'antd';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { DryRunView, type DraftDetail, type DryRun } from '@xingchuang/contracts';
import { ask } from '../api/http.ts';
import { asProblem } from '../api/problem-error.ts';
import { Nothing } from '../shared/page.tsx';
import { ProblemAlert } from '../shared/problem-alert.tsx';
import { ParameterFields, parametersOf } from './parameter-fields.tsx';

type Round = DryRunView['campaigns'][number];

/** Old rounds decided again by the saved draft: which units would have another level, and why. Nothing of them changes. */
export function DraftDryRun({ draft, dirty }: { readonly draft: DraftDetail; readonly dirty: boolean }) {
  const [asked, setAsked] = useState<readonly string[]>([]);
  const trial = useMutation({
    mutationFn: (parameters: DryRun['parameters'] = {}) => ask(DryRunView, `/api/assessment/scheme-drafts/${draft.id}/dry-run`, { parameters }),
    onSuccess: (found) => setAsked((before) => [...new Set([...before, ...askedIn(found)])]),
  });
  return (
    <div className="stack">
      <div className="row">
        <Button type="primary" ghost loading={trial.isPending} disabled={dirty} onClick={() => trial.mutate({})}>
          试算
        </Button>
        <span className="quiet">{dirty ? '先保存，再试算' : '用以前各次评定的事实按这份草稿重新计算，只看结果，不改动任何评定'}</span>
      </div>
      <ProblemAlert problem={asProblem(trial.error)} />
      {trial.data && <Asked of={trial.data} asked={asked} busy={trial.isPending} again={(parameters) => trial.mutate(parameters as DryRun['parameters'])} />}
      {trial.data && <Tried of={trial.data} />}
    </div>
  );
}

interface AskedProps {
  readonly of: DryRunView;
  readonly asked: readonly string[];
  readonly busy: boolean;
  readonly again: (parameters: Record<string, unknown>) => void;
}

/** What the draft asks of a round and the old ones did not answer: given here for the trial alone, and still there to be changed for the next one. */
function Asked({ of: { catalogue }, asked: ids, busy, again }: AskedProps) {
  const [form] = Form.useForm<{ parameters: Record<string, unknown> }>();
  const asked = Object.entries(catalogue?.parameters ?? {}).filter(([id]) => ids.includes(id));
  if (!catalogue || asked.length === 0) return null;
  return (
    <Form form={form} layout="vertical" className="card narrow" onFinish={({ parameters }) => again(parametersOf(parameters))}>
      <p>这份草稿要求评定时填写下列内容，以前的评定没有填过。填好再试算，只用于试算。</p>
      <ParameterFields scheme={{ catalogue }} of={asked} />
      <Button type="primary" htmlType="submit" loading={busy}>
        按填写的试算
      </Button>
    </Form>
  );
}

const askedIn = ({ campaigns }: DryRunView): string[] => campaigns.flatMap((round) => round.lacking.flatMap(({ field }) => (field.startsWith('parameters.') ? [field.slice('parameters.'.length)] : [])));

function Tried({ of: { problems, campaigns } }: { readonly of: DryRunView }) {
  if (problems.length > 0) return <Nothing title={`已保存的内容还有 ${problems.length} 处要改`}>改好并保存后再试算。</Nothing>;
  if (campaigns.length === 0) return <Nothing title="没有可以试算的评定">您管辖的范围内还没有按这个办法开展过评定。</Nothing>;
  return campaigns.map((round) => <RoundTried key={round.id} of={round} />);
}

function RoundTried({ of: { id, title, schemeVersion, units, changed, incomplete, lacking } }: { readonly of: Round }) {
  return (
    <section className="card" aria-label={title}>
      <h2>
        <Link to={`/app/assessment/campaigns/${id}`}>{title}</Link> <span className="quiet small">按第 {schemeVersion} 版评定</span>
      </h2>
      {lacking.length > 0 ? (
        <Lacking of={lacking} />
      ) : (
        <p>
          {units} 个单位，{changed.length === 0 ? '等级都不变。' : <strong>{changed.length} 个单位的等级会改变：</strong>}
        </p>
      )}
      {changed.length > 0 && <Changed of={changed} />}
      {incomplete.length > 0 && <p className="quiet">{incomplete.length} 个单位的事实不全，没有计算：{incomplete.map(({ name }) => name).join('、')}</p>}
    </section>
  );
}

function Changed({ of }: { readonly of: Round['changed'] }) {
  return (
    <div className="wide-table">
      <table className="plain-table">
        <thead>
          <tr>
            <th>单位</th>
            <th>原来</th>
            <th>按草稿</th>
            <th>不同的条款</th>
          </tr>
        </thead>
        <tbody>
          {of.map(({ unit, from, to, clauses }) => (
            <tr key={unit.id}>
              <td>{unit.name}</td>
              <td>{from.zh}</td>
              <td>
                <strong>{to.zh}</strong>
              </td>
              <td>
                {clauses.map((clause) => (
                  <p key={clause.id}>
                    {clause.id} {clause.zh} <span className="quiet small">{clause.source ?? clause.basis}</span>
                  </p>
                ))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** What the draft newly needs: by field, not once for each unit. */
function Lacking({ of }: { readonly of: Round['lacking'] }) {
  const fields = [...Map.groupBy(of, ({ field, zh }) => `${field} ${zh}`)];
  return (
    <div className="alert" role="status">
      这份草稿还要这次评定没有的内容，不能试算：
      <ul>
        {fields.map(([words, all]) => (
          <li key={words}>
            {words}
            {all.length > 1 && `（${all.length} 个单位）`}
          </li>
        ))}
      </ul>
    </div>
  );
}
