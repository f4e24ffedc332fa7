import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { Inject, Injectable } from '@nestjs/common';
import type { Bus } from '@xingchuang/bus';
import { PersonNamesReplySchema, PersonNamesRequestSchema } from '@xingchuang/contracts';
import type { Actor } from '@xingchuang/rules';
import { BUS } from '@xingchuang/server';

const WITHIN_MS = 10_000;
/** So many names a question. */
const AT_ONCE = 1_000;

/** Names stay in the registry; a report gets those that its reader may see, and none while the registry is away. */
@Injectable()
export class PersonNames {
  constructor(@Inject(BUS) readonly bus: Bus) {}

  async of(ids: readonly string[], { role, unitId, jurisdictionId }: Actor): Promise<Map<string, string>> {
    const all = [...new Set(ids)].filter((id) => id !== '');
    const names = new Map<string, string>();
    for (let from = 0; from < all.length; from += AT_ONCE) {
      const asked = create(PersonNamesRequestSchema, { personIds: all.slice(from, from + AT_ONCE), role, unitId, jurisdictionId });
      const answer = await this.bus.request('registry.person-names', toBinary(PersonNamesRequestSchema, asked), WITHIN_MS).catch(() => undefined);
      if (answer) for (const [id, name] of Object.entries(fromBinary(PersonNamesReplySchema, answer).names)) names.set(id, name);
    }
    return names;
  }
}
