import { Inject, Injectable } from '@nestjs/common';
import type { UnitParameterList } from '@xingchuang/contracts';
import { allow, type Actor } from '@xingchuang/rules';
import { checkParameters, type ParameterValues } from '@xingchuang/schemes';
import { SCHEMES, UNITS, type SchemeDirectory, type UnitDirectory } from '@xingchuang/server';
import { UnitParameters } from './unit-parameters.ts';

/** What schemes ask for each unit: bases of ratios, amounts by level. Given by people, never invented. */
@Injectable()
export class UnitParameterService {
  constructor(
    @Inject(UNITS) readonly units: UnitDirectory,
    @Inject(SCHEMES) readonly schemes: SchemeDirectory,
    @Inject(UnitParameters) readonly kept: UnitParameters,
  ) {}

  async list(unitId: string, by: Actor): Promise<UnitParameterList> {
    const unit = await this.units.get(unitId);
    allow(by, 'effect.read', { unitId, path: unit.path });
    const kept = await this.kept.ofUnits(unit.path);
    const above = await this.units.byIds(unit.path);
    const asked = (await this.#asked()).map(({ name, scheme, parameter }): UnitParameterList['items'][number] => {
      const from = unit.path.slice(0, -1).findLast((id) => kept.get(id)?.[name] !== undefined);
      const own = kept.get(unitId)?.[name];
      return {
        name, schemeName: scheme.name.zh, zh: parameter.zh, en: parameter.en ?? parameter.zh, type: parameter.type, values: Object.entries(parameter.values ?? {}).map(([id, { zh }]) => ({ id, zh })),
        own: own === undefined ? null : String(own), above: from === undefined ? null : { unitName: above.get(from)?.name ?? '', value: String(kept.get(from)![name]) },
      };
    });
    return { version: await this.kept.versionOf(unitId), items: asked };
  }

  /** Refuses a value that a scheme could not reckon with. */
  async check(parameters: ParameterValues): Promise<void> {
    for (const { name, scheme } of await this.#asked()) {
      const value = parameters[name];
      if (value !== undefined) checkParameters(scheme, { [name]: value }, []);
    }
  }

  async #asked() {
    const found = (await this.schemes.all()).flatMap((scheme) => Object.entries(scheme.parameters).filter(([, { ask }]) => ask === 'unit').map(([name, parameter]) => ({ name, scheme, parameter })));
    return [...new Map(found.map((one) => [one.name, one])).values()];
  }
}
