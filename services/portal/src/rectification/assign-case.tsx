import { Form, Select } from 'antd';
import { useState } from 'react';
import { CaseView, LadderView, SchemeList } from '@xingchuang/contracts';
import { useList, useRead } from '../api/reading.ts';
import { UnitSelect } from '../registry/unit-select.tsx';
import { CommandForm } from '../shared/command-form.tsx';
import { Reading } from '../shared/problem-alert.tsx';
import { sourceWords } from '../shared/words.ts';
import { LadderLine } from './ladder-line.tsx';
import { LeaderFields, leaderOf, type LeaderFilled } from './leader-fields.tsx';
import { LimitFields, limitOf, type LimitFilled } from './limit-fields.tsx';

/** Which rung of the ladder is due for a unit, and the form to assign it. */
export function AssignCase() {
  const [unitId, setUnitId] = useState<string>();
  const [chosen, setChosen] = useState<string>();
  const schemes = useList(SchemeList, '/api/assessment/schemes').items;
  const schemeId = chosen ?? schemes[0]?.id;
  const ladder = useRead(LadderView, unitId && schemeId ? '/api/rectification/ladder' : undefined, { unitId, schemeId });
  return (
    <details className="card">
      <summary>查看单位应进入的整顿阶段</summary>
      <Form layout="vertical" component={false}>
        <Form.Item label="单位" htmlFor="ladder-unit" style={{ margin: '12px 0', maxWidth: 420 }}>
          <UnitSelect id="ladder-unit" {...(unitId ? { value: unitId } : {})} onChange={setUnitId} />
        </Form.Item>
        {schemes.length > 1 && (
          <Form.Item label="评定办法" htmlFor="ladder-scheme" style={{ maxWidth: 420 }}>
            <Select id="ladder-scheme" {...(schemeId ? { value: schemeId } : {})} onChange={setChosen} options={schemes.map(({ id, name }) => ({ value: id, label: name.zh }))} />
          </Form.Item>
        )}
      </Form>
      {unitId && <Reading read={ladder}>{(data) => (
          <div className="stack">
            <DueRung ladder={data} />
            <LadderLine unitId={data.unitId} schemeId={data.schemeId} />
          </div>
        )}</Reading>}
    </details>
  );
}

/** The rung that is called for, with the form that puts somebody in charge of it. */
export function DueRung({ ladder: { unitId, schemeId, due, aspects, unsolved } }: { readonly ladder: LadderView }) {
  if (!due)
    return (
      <p className="quiet">
        按台账，这个单位目前不需要进入整顿阶段（未解决 {aspects.length} 个方面，逾期 {unsolved.length} 个）。
      </p>
    );
  const asks = typeof due.deadline === 'object' && due.deadline !== null && 'ask' in due.deadline;
  return (
    <>
      <p className="alert info" style={{ marginBottom: 16 }}>
        应进入：{due.zh} <span className="small">{sourceWords(due.source)}</span>
      </p>
      <CommandForm
        label="列入整顿"
        submit="列入整顿"
        draft={`case-${unitId}-${due.rung}`}
        schema={CaseView}
        said="已列入整顿"
        order={({ limit, ...who }: LeaderFilled & { limit?: LimitFilled }) => ({
          path: '/api/rectification/cases',
          body: { unitId, schemeId, rung: due.rung, ...leaderOf(who), ...(asks ? { limit: limitOf(limit) } : {}) },
        })}
      >
        <LeaderFields />
        {asks && <LimitFields />}
      </CommandForm>
    </>
  );
}
