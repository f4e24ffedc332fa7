import { Inject, Injectable } from '@nestjs/common';
import type { Scheme } from '@xingchuang/schemes';
import { UNITS, type KnownUnit, type UnitDirectory } from '@xingchuang/server';

/** Finds the unit of a kind that acts on a unit: itself, the one directly above, or the nearest body that governs it. */
@Injectable()
export class Bodies {
  constructor(@Inject(UNITS) readonly units: UnitDirectory) {}

  /** Undefined where none is registered. */
  async over(scheme: Scheme, unit: KnownUnit, kind: string): Promise<KnownUnit | undefined> {
    if (unit.kind === kind || scheme.kinds[kind]?.is === 'self') return unit;
    if (scheme.kinds[kind]?.is === 'parent') return this.units.find(unit.parentId);
    return this.units.findBodyOver(unit, kind);
  }

  /** The same for many units of a list: units with the same parent have the same bodies above them. */
  cached(scheme: Scheme): (unit: KnownUnit, kind: string) => Promise<KnownUnit | undefined> {
    const known = new Map<string, Promise<KnownUnit | undefined>>();
    return (unit, kind) => {
      if (unit.kind === kind || scheme.kinds[kind]?.is === 'self') return Promise.resolve(unit);
      const key = `${unit.parentId} ${kind}`;
      const found = known.get(key) ?? this.over(scheme, unit, kind);
      known.set(key, found);
      return found;
    };
  }
}
