import { readFileSync } from 'node:fs';
import { day } from '@xingchuang/calendar';
import type { Actor } from '@xingchuang/rules';
import { CAMPAIGNS, SCHEMES, UNITS, type CampaignDirectory, type Running, type SchemeDirectory, type UnitDirectory } from '@xingchuang/server';
import { create } from '@bufbuild/protobuf';
import { CampaignOpenedSchema, SchemePublishedSchema, UnitChangedSchema } from '@xingchuang/contracts';
import { PublicityModule } from '../module.ts';
import { NoticeStore } from '../notice/notice-store.ts';
import { ROUNDS } from './world.fixture.ts';

const uuid = (kind: number, n: number): string => `01900000-0000-7${String(kind).padStart(3, '0')}-8000-${String(n).padStart(12, '0')}`;

/** Writes many settled units straight into the service's own copies, the same each time: what the events of months would leave. */
export async function putSettled({ app }: Running, count: number): Promise<{ campaignId: string; actor: Actor }> {
  const own = app.select(PublicityModule); // each service has a copy of its own
  const [units, schemes, campaigns, notices] = [own.get<UnitDirectory>(UNITS, { strict: true }), own.get<SchemeDirectory>(SCHEMES, { strict: true }), own.get<CampaignDirectory>(CAMPAIGNS, { strict: true }), own.get(NoticeStore)];
  const [root, committee, campaignId] = [uuid(1, 0), uuid(2, 0), uuid(3, 0)];
  const [schemeId, parameters] = ROUNDS.card;
  const actor: Actor = { role: 'publicist', personId: uuid(4, 0), sessionId: uuid(5, 0), unitId: committee, unitKind: 'work_committee', jurisdictionId: root };
  if (await units.find(root)) return { campaignId, actor };
  const unit = (unitId: string, code: string, kind: string, parentId: string, path: string[], jurisdictionId = unitId) =>
    units.apply(create(UnitChangedSchema, { unitId, code, name: `虚拟单位${code}`, kind, parentId, path, jurisdictionId, version: 1, openedOn: '2020-01-01' }));
  await schemes.apply(create(SchemePublishedSchema, { schemeId, version: 1, text: readFileSync(new URL(`../../../../schemes/${schemeId}.yaml`, import.meta.url), 'utf8') }));
  await campaigns.apply(create(CampaignOpenedSchema, { campaignId, title: '2025年度虚拟评定', schemeId, schemeVersion: 1, windowFrom: '2025-01-01', windowTo: '2025-12-31', unitId: committee, parametersJson: JSON.stringify(parameters) }));
  await unit(committee, 'WC', 'work_committee', root, [root, committee], root);
  const candidates = Array.from({ length: count }, (_, n) => ({ id: uuid(6, n), code: `Z${String(n).padStart(5, '0')}` }));
  for (const { id, code } of candidates) await unit(id, code, 'branch', root, [root, id]);
  await notices.candidates.insertMany(
    candidates.map(({ id }) => ({
      id: `${campaignId}:${id}`, version: 1, campaignId, unitId: id, path: [root, id], level: 'five_star', decidedBy: committee, decidedOn: day('2026-03-01'), needsNotice: false,
      state: 'settled' as const, stars: [], vetoes: [], caps: [], settledOn: '2026-03-01', because: '', awardDue: true,
    })),
  );
  await unit(root, 'C', 'city_committee', '', [root]); // last: it says that all of it is there
  return { campaignId, actor };
}
