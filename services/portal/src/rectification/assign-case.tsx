import { Form, Input } from 'antd';
import { useState } from 'react';
import { CaseView, LadderView, SchemeList } from '@xingchuang/contracts';
import { useList, useRead } from '../api/reading.ts';
import { UnitSelect } from '../registry/unit-select.tsx';
import { CommandForm } from '../shared/command-form.tsx';
import { Reading } from '../shared/problem-alert.tsx';
import { LimitFields, limitOf, type LimitFilled } from './limit-fields.tsx';

/** Which rung of the ladder is due for a unit, and the form to assign it. */
export function AssignCase() {
  const [unitId, setUnitId] = useState<string>();
  const schemeId = useList(SchemeList, '/api/assessment/schemes').items[0]?.id;
  const ladder = useRead(LadderView, unitId && schemeId ? '/api/rectification/ladder' : undefined, { unitId, schemeId });
  return (
    <details className="card">
      <summary>查看单位应进入的整顿阶段</summary>
      <Form layout="vertical" component={false}>
        <Form.Item label="单位" htmlFor="ladder-unit" style={{ margin: '12px 0', maxWidth: 420 }}>
          <UnitSelect id="ladder-unit" {...(unitId ? { value: unitId } : {})} onChange={setUnitId} />
        </Form.Item>
      </Form>
      {unitId && <Reading read={ladder}>{(data) => <Due ladder={data} />}</Reading>}
    </details>
  );
}

function Due({ ladder: { unitId, schemeId, due, aspects, unsolved } }: { readonly ladder: LadderView }) {
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
        应进入：{due.zh} <span className="small">{due.source}</span>
      </p>
      <CommandForm
        label="列入整顿"
        submit="列入整顿"
        draft={`case-${unitId}-${due.rung}`}
        schema={CaseView}
        said="已列入整顿"
        order={({ leader, limit }: { leader: string; limit?: LimitFilled }) => ({
          path: '/api/rectification/cases',
          body: { unitId, schemeId, rung: due.rung, leader, ...(asks ? { limit: limitOf(limit) } : {}) },
        })}
      >
        <Form.Item name="leader" label="负责人或工作组" rules={[{ required: true, message: '请填写' }]}>
          <Input maxLength={200} />
        </Form.Item>
        {asks && <LimitFields />}
      </CommandForm>
    </>
  );
}
