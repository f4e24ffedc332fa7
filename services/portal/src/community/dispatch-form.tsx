import { Form } from 'antd';
import { RegistrationPage, ServiceOrderView } from '@xingchuang/contracts';
import { useList } from '../api/reading.ts';
import { PersonName } from '../registry/person-name.tsx';
import { UnitName } from '../registry/unit-name.tsx';
import { CommandForm } from '../shared/command-form.tsx';
import { ManySelect } from '../shared/many-select.tsx';

/** Sends an order to units or members who registered at its community. */
export function DispatchForm({ path, order }: { readonly path: string; readonly order: ServiceOrderView }) {
  const registered = useList(RegistrationPage, '/api/evidence/community/registrations', {
    communityId: order.communityId,
    active: true,
    limit: 500,
  });
  const live = order.parts.filter(({ state }) => state !== 'returned').map(({ unitId }) => unitId);
  const units = registered.items.filter(({ kind, unitId }) => kind === 'unit' && !live.includes(unitId));
  const members = registered.items.filter(({ kind, unitId }) => kind === 'member' && !live.includes(unitId));
  if (!registered.loading && units.length + members.length === 0)
    return live.length > 0 ? null : <p className="quiet">这个社区还没有单位或党员报到，暂时不能派单。</p>;
  return (
    <CommandForm
      label="派单"
      submit={live.length > 0 ? '加派' : '派单'}
      draft={`dispatch-${order.id}`}
      schema={ServiceOrderView}
      said="已派单"
      again
      marks={false}
      order={({ unitIds = [], personIds = [] }: { unitIds?: string[]; personIds?: string[] }) => ({
        path: `${path}/dispatch`,
        body: { unitIds, personIds },
      })}
    >
      <Form.Item name="unitIds" label="派给报到单位">
        <ManySelect
          placeholder="选择单位"
          notFoundContent="没有可派的单位"
          options={units.map(({ unitId }) => ({ value: unitId, label: <UnitName id={unitId} /> }))}
        />
      </Form.Item>
      {members.length > 0 && (
        <Form.Item name="personIds" label="或派给报到党员" extra="由所在单位接单，只有点名的党员可以领单">
          <ManySelect
            placeholder="选择党员"
            options={members.map(({ personId, unitId }) => ({
              value: personId!,
              label: (
                <>
                  <PersonName id={personId!} /> <UnitName id={unitId} />
                </>
              ),
            }))}
          />
        </Form.Item>
      )}
    </CommandForm>
  );
}
