import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { Inject, Injectable } from '@nestjs/common';
import type { Bus } from '@xingchuang/bus';
import { PersonNamesReplySchema, PersonNamesRequestSchema } from '@xingchuang/contracts';
import { Refusal, type Actor } from '@xingchuang/rules';
import { BUS } from '@xingchuang/server';

/** Names stay in the registry: what people download asks for them, and gets those that its reader may see. */
@Injectable()
export class PersonNames {
  constructor(@Inject(BUS) readonly bus: Bus) {}

  async of(ids: readonly string[], { role, unitId, jurisdictionId }: Actor): Promise<Map<string, string>> {
    const personIds = [...new Set(ids)];
    if (personIds.length === 0) return new Map();
    const asked = create(PersonNamesRequestSchema, { personIds, role, unitId, jurisdictionId });
    const answer = await this.bus.request('registry.person-names', toBinary(PersonNamesRequestSchema, asked), 10_000).catch((error: unknown) => {
      throw Object.assign(new Refusal('away', 'names.away'), { cause: error });
    });
    const reply = fromBinary(PersonNamesReplySchema, answer);
    return new Map(Object.entries(reply.names));
  }
}
