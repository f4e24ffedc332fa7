import { Form, Input, Radio } from 'antd';
import { useState } from 'react';
import { PersonView, type PersonChange, type PersonLeave, type PersonTransfer } from '@xingchuang/contracts';
import { CommandForm } from '../shared/command-form.tsx';
import { DayInput } from '../shared/day-input.tsx';
import { dayWords } from '../shared/day-words.ts';
import { useToday } from '../shared/today.ts';
import { UnitSelect } from './unit-select.tsx';

const ACTS = [
  ['change', '更正'],
  ['transfer', '转到其他单位'],
  ['leave', '离开本单位'],
] as const;

/** One person of a unit, and what changes about her. */
export function PersonLine({ person, manages }: { readonly person: PersonView; readonly manages: boolean }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <span className="main">{person.name}</span>
      <span className="side quiet">
        {person.memberInService && '在职党员 · '}
        {dayWords(person.since)}起
        {manages && (
          <button type="button" className="plain" aria-expanded={isOpen} aria-label={`变更${person.name}`} onClick={() => setOpen(!isOpen)}>
            变更
          </button>
        )}
      </span>
      {isOpen && <Acts person={person} done={() => setOpen(false)} />}
    </>
  );
}

/** What is entered of a person. */
export const PersonFields = () => (
  <>
    <Form.Item name="name" label="姓名" rules={[{ required: true, message: '请填写姓名' }]}>
      <Input maxLength={60} />
    </Form.Item>
    <Form.Item name="memberInService" label="在职党员">
      <Radio.Group
        options={[
          { value: true, label: '是' },
          { value: false, label: '否' },
        ]}
      />
    </Form.Item>
  </>
);

function Acts({ person, done }: { readonly person: PersonView; readonly done: () => void }) {
  const [act, setAct] = useState<(typeof ACTS)[number][0]>('change');
  const today = useToday();
  const common = { schema: PersonView, done, edits: true, draft: `person-${act}-${person.id}` };
  const order = (body: unknown) => ({ path: `/api/registry/people/${person.id}/${act}`, body, version: person.version });
  return (
    <div className="stack narrow" style={{ flexBasis: '100%', paddingBlock: 8 }}>
      <Radio.Group aria-label={`${person.name}有什么变更`} value={act} onChange={({ target }) => setAct(target.value as typeof act)} options={ACTS.map(([value, label]) => ({ value, label }))} />
      {act === 'change' && (
        <CommandForm {...common} key={act} label="更正人员" submit="保存" said="已更正" initial={{ name: person.name, memberInService: person.memberInService }} order={({ name, memberInService }: PersonChange) => order({ name, memberInService })}>
          <PersonFields />
        </CommandForm>
      )}
      {act === 'transfer' && (
        <CommandForm {...common} key={act} label="转到其他单位" submit="转出" said="已转出" order={({ unitId, since }: PersonTransfer) => order({ unitId, ...(since ? { since } : {}) })}>
          <Form.Item name="unitId" label="转到哪个单位" rules={[{ required: true, message: '请选择单位' }]}>
            <UnitSelect all />
          </Form.Item>
          <Form.Item name="since" label="从哪天起在新单位" extra="不填即为今天">
            <DayInput min={person.since} max={today} />
          </Form.Item>
        </CommandForm>
      )}
      {act === 'leave' && (
        <CommandForm {...common} key={act} final label="离开本单位" submit="登记离开" said="已登记" order={({ until }: PersonLeave) => order(until ? { until } : {})}>
          <Form.Item name="until" label="在本单位的最后一天" extra="不填即为今天">
            <DayInput min={person.since} max={today} />
          </Form.Item>
        </CommandForm>
      )}
    </div>
  );
}
