import { readFileSync } from 'node:fs';
import { create, toBinary, type DescMessage, type MessageInitShape } from '@bufbuild/protobuf';
import type { Bus } from '@xingchuang/bus';
import { CampaignOpenedSchema, SchemePublishedSchema, UnitChangedSchema } from '@xingchuang/contracts';
import { newId } from '@xingchuang/server';

/** Tells the services under test what another service would tell. */
export async function tell<Desc extends DescMessage>(bus: Bus, schema: Desc, key: string, init: MessageInitShape<Desc>): Promise<void> {
  await bus.publish({ id: newId(), type: schema.typeName, key, body: toBinary(schema, create(schema, init)), at: new Date().toISOString(), correlation: '' });
}

export interface TestUnit {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly kind: string;
  readonly path: readonly string[];
  readonly jurisdictionId: string;
}

/** `code → [kind, code of the parent, body?]`: a small fictional world, told to the services under test. */
export type WorldPlan = Readonly<Record<string, readonly [kind: string, parent: string, body?: 'body']>>;

/** Makes units with ids of their own and tells them; returns them by code. */
export async function tellUnits<Plan extends WorldPlan>(bus: Bus, plan: Plan): Promise<Record<keyof Plan & string, TestUnit>> {
  const units = new Map<string, TestUnit>();
  for (const [code, [kind, parent, body]] of Object.entries(plan)) {
    const id = newId();
    const above = units.get(parent);
    const unit = { id, code, name: `虚拟单位${code}`, kind, path: [...(above?.path ?? []), id], jurisdictionId: body ? above!.id : id };
    units.set(code, unit);
    await tell(bus, UnitChangedSchema, id, { unitId: id, code, name: unit.name, kind, parentId: above?.id ?? '', path: [...unit.path], jurisdictionId: unit.jurisdictionId, version: 1, openedOn: '2020-01-01' });
  }
  return Object.fromEntries(units) as Record<keyof Plan & string, TestUnit>;
}

/** Publishes a scheme file of the repository and a campaign that runs it, over the units of a node where one is given. */
export async function tellCampaign(bus: Bus, schemeId: string, unitId: string, parameters: Readonly<Record<string, unknown>>, nodeId = ''): Promise<string> {
  const text = readFileSync(new URL(`../../../schemes/${schemeId}.yaml`, import.meta.url), 'utf8');
  await tell(bus, SchemePublishedSchema, schemeId, { schemeId, version: 1, text });
  const campaignId = newId();
  await tell(bus, CampaignOpenedSchema, campaignId, {
    campaignId, title: '2025年度虚拟评定', schemeId, schemeVersion: 1, windowFrom: '2025-01-01', windowTo: '2025-12-31', unitId, nodeId, parametersJson: JSON.stringify(parameters),
  });
  return campaignId;
}
