import { Button, Form, Input, Modal, Select } from 'antd';
import { useState, type ReactNode } from 'react';
import { UnitMergeView, UnitView } from '@xingchuang/contracts';
import type { z } from 'zod';
import { CommandForm } from '../shared/command-form.tsx';
import { DayInput } from '../shared/day-input.tsx';
import { LinkButton } from '../shared/link-button.tsx';
import { useSay } from '../shared/say.ts';
import { useToday } from '../shared/today.ts';
import { useUnitKinds } from './kinds.ts';
import { LocationItem, locationOf, locationText } from './location.tsx';
import { UnitSelect } from './unit-select.tsx';

type Act = 'change' | 'move' | 'merge' | 'close';

/** What an administrator may do with a unit; each act has a day from which it holds, and the second of two people is told. */
export function UnitActs({ unit }: { readonly unit: UnitView }) {
  const [act, setAct] = useState<Act>();
  const end = () => setAct(undefined);
  if (unit.closedOn) return null;
  const isRoot = unit.parentId === '';
  return (
    <div className="unit-acts">
      <LinkButton to={`/app/units/open?under=${unit.id}`}>新设下级</LinkButton>
      <Button onClick={() => setAct('change')}>更名或改类型</Button>
      {!isRoot && (
        <>
          <Button onClick={() => setAct('move')}>调整隶属</Button>
          <Button onClick={() => setAct('merge')}>并入</Button>
          <Button danger onClick={() => setAct('close')}>
            撤销
          </Button>
        </>
      )}
      <Modal open={act !== undefined} onCancel={end} footer={null} destroyOnHidden title={act && TITLES[act]}>
        {act === 'change' && <Change unit={unit} end={end} />}
        {act === 'move' && <Move unit={unit} end={end} />}
        {act === 'merge' && <Merge unit={unit} end={end} />}
        {act === 'close' && <Close unit={unit} end={end} />}
      </Modal>
    </div>
  );
}

const TITLES: Readonly<Record<Act, string>> = { change: '更名或改类型', move: '调整隶属', merge: '并入另一单位', close: '撤销单位' };

interface PartProps {
  readonly unit: UnitView;
  readonly end: () => void;
}

function Change({ unit, end }: PartProps) {
  const kinds = useUnitKinds();
  return (
    <ActForm
      unit={unit}
      act="change"
      submit="保存"
      schema={UnitView}
      initial={{ name: unit.name, code: unit.code, kind: unit.kind, location: locationText(unit.location) }}
      asBody={({ location, ...changed }) => ({ ...changed, ...(location !== undefined && { location: locationOf(location) ?? null }) })}
      said="已保存"
      done={end}
    >
      <Form.Item name="name" label="名称" rules={[{ required: true, message: '请填写名称' }]}>
        <Input maxLength={200} />
      </Form.Item>
      <Form.Item name="code" label="编码" rules={[{ required: true, message: '请填写编码' }]}>
        <Input maxLength={40} autoComplete="off" />
      </Form.Item>
      <Form.Item name="kind" label="类型" extra="改类型后，在这里任职的人需要重新登录">
        <Select showSearch={{ optionFilterProp: 'label' }} options={kinds.map(({ kind, zh }) => ({ value: kind, label: zh }))} />
      </Form.Item>
      <LocationItem />
    </ActForm>
  );
}

function Move({ unit, end }: PartProps) {
  return (
    <ActForm unit={unit} act="move" submit="调整" schema={UnitView} said="已调整隶属" done={end} note="下级单位随它一起调整；以前的日期仍按原来的隶属查看。">
      <Form.Item name="parentId" label="新的上级单位" rules={[{ required: true, message: '请选择上级单位' }]}>
        <UnitSelect all />
      </Form.Item>
    </ActForm>
  );
}

function Merge({ unit, end }: PartProps) {
  const say = useSay();
  const done = ({ moved, people, posts, seats }: UnitMergeView) => {
    say(`已并入：移交 ${people} 人、${moved} 个下级单位，免去 ${posts} 个职务，${seats} 个身份不再有效`);
    end();
  };
  return (
    <ActForm
      unit={unit}
      act="merge"
      submit="并入并撤销"
      schema={UnitMergeView}
      said="已并入"
      done={done}
      final
      note="人员和下级单位转入另一单位，职务免去，本单位撤销。在本单位的登录身份不再有效，需要时请在账号中另给。"
    >
      <Form.Item name="intoId" label="并入哪个单位" rules={[{ required: true, message: '请选择单位' }]}>
        <UnitSelect all />
      </Form.Item>
      <Sure unit={unit} />
    </ActForm>
  );
}

function Close({ unit, end }: PartProps) {
  return (
    <ActForm unit={unit} act="close" submit="撤销" schema={UnitView} said="已撤销" done={end} final note="撤销后不能再更改，在本单位的登录身份不再有效；历史仍可查看。">
      <Sure unit={unit} />
    </ActForm>
  );
}

/** Who ends something for good writes its name. */
function Sure({ unit }: { readonly unit: UnitView }) {
  return (
    <Form.Item
      name="sure"
      label={`请输入编码“${unit.code}”确认`}
      rules={[{ required: true, validator: (_, value) => (value === unit.code ? Promise.resolve() : Promise.reject(new Error('与单位编码不一致'))) }]}
    >
      <Input autoComplete="off" maxLength={40} />
    </Form.Item>
  );
}

interface ActFormProps<Schema extends z.ZodType> extends PartProps {
  readonly act: Act;
  readonly submit: string;
  readonly schema: Schema;
  readonly said: string;
  readonly done: (answer: z.output<Schema>) => void;
  readonly initial?: Record<string, unknown>;
  /** What is sent of the fields that were changed; themselves, where nothing else is said. */
  readonly asBody?: (changed: Record<string, string>) => object;
  readonly final?: boolean;
  readonly note?: string;
  readonly children: ReactNode;
}

function ActForm<Schema extends z.ZodType>({ unit, act, submit, schema, said, done, initial = {}, asBody = (changed) => changed, final = false, note, children }: Omit<ActFormProps<Schema>, 'end'>) {
  const today = useToday();
  return (
    <>
      {note && <p className="quiet">{note}</p>}
      <CommandForm
        label={TITLES[act]}
        submit={submit}
        edits
        draft={`unit-${act}-${unit.id}`}
        schema={schema}
        initial={initial}
        final={final}
        said={said}
        done={done}
        order={({ sure: _, on, ...body }: Record<string, string | undefined>) => ({
          path: `/api/registry/units/${unit.id}/${act}`,
          body: { ...asBody(Object.fromEntries(Object.entries(body).flatMap(([name, value = '']) => (value === (initial[name] ?? '') ? [] : [[name, value]])))), ...(on ? { on } : {}) },
          version: unit.version,
        })}
      >
        {children}
        <Form.Item name="on" label={act === 'close' || act === 'merge' ? '最后一天' : '生效日期'} extra="不填即为今天">
          <DayInput min={unit.from} max={today} />
        </Form.Item>
      </CommandForm>
    </>
  );
}
