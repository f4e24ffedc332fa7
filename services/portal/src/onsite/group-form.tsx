import { Form, Input, Select } from 'antd';
import { GroupView } from '@xingchuang/contracts';
import { UnitsSelect } from '../evidence/units-select.tsx';
import { PeopleSelect } from '../registry/people-select.tsx';
import { PersonName } from '../registry/person-name.tsx';
import { useSession } from '../session/session.ts';
import { CommandForm } from '../shared/command-form.tsx';

const required = [{ required: true, message: '请填写' }];

interface Filled {
  readonly name: string;
  readonly memberIds: readonly string[];
  readonly leaderId?: string;
  readonly areaIds?: readonly string[];
}

/** Sets up a group, or changes one; without a leader named the first member leads. */
export function GroupForm({ of: group, done }: { readonly of?: GroupView; readonly done?: (group: GroupView) => void }) {
  const { seat } = useSession();
  const label = group ? '修改督导组' : '成立督导组';
  return (
    <CommandForm
      label={label}
      submit={group ? '保存' : '成立'}
      draft={group ? `group-${group.id}` : 'group-new'}
      edits={group !== undefined}
      schema={GroupView}
      again={!group}
      initial={group ? { name: group.name, memberIds: group.memberIds, leaderId: group.leaderId, areaIds: group.areaIds } : {}}
      order={({ name, memberIds, leaderId, areaIds = [] }: Filled) => ({
        ...(group ? { method: 'PUT' as const, version: group.version } : {}),
        path: `/api/assessment/onsite/groups${group ? `/${group.id}` : ''}`,
        body: { name, memberIds, leaderId: leaderId && memberIds.includes(leaderId) ? leaderId : memberIds[0], areaIds },
      })}
      said={group ? '督导组已修改' : '督导组已成立'}
      {...(done ? { done } : {})}
    >
      <Form.Item name="name" label="名称" rules={required}>
        <Input maxLength={100} />
      </Form.Item>
      <Form.Item name="memberIds" label="成员" rules={required}>
        <PeopleSelect unitId={seat.jurisdictionId} />
      </Form.Item>
      <Form.Item noStyle dependencies={['memberIds']}>
        {({ getFieldValue }) => (
          <Form.Item name="leaderId" label="组长" extra="不选的，第一位成员为组长">
            <Select
              allowClear
              placeholder="从成员中选"
              options={((getFieldValue('memberIds') as readonly string[] | undefined) ?? []).map((id) => ({ value: id, label: <PersonName id={id} /> }))}
              style={{ maxWidth: 260 }}
            />
          </Form.Item>
        )}
      </Form.Item>
      <Form.Item name="areaIds" label="片区">
        <Areas />
      </Form.Item>
    </CommandForm>
  );
}

/** The form gives the value only once there is one. */
const Areas = ({
  id,
  value = [],
  onChange,
}: {
  readonly id?: string;
  readonly value?: readonly string[];
  readonly onChange?: (ids: string[]) => void;
}) => <UnitsSelect {...(id ? { id } : {})} value={value} onChange={(ids) => onChange?.(ids)} />;
