import { Inject, Injectable } from '@nestjs/common';
import { AwardDetailView, type AwardView } from '@xingchuang/contracts';
import { CLOCK, UNITS, type Clock, type UnitDirectory } from '@xingchuang/server';
import { AwardKeys } from './award-keys.ts';
import type { Award } from './award-rule.ts';

/** Awards as the contract shows them. */
@Injectable()
export class AwardViews {
  constructor(
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(UNITS) readonly units: UnitDirectory,
    @Inject(AwardKeys) readonly keys: AwardKeys,
  ) {}

  line(award: Award): AwardView {
    const { custody, plaqueDue } = award;
    const overdue = plaqueDue && custody.dueBackOn !== '' && custody.dueBackOn < this.clock.today();
    return { ...award, custody: { ...custody, due: plaqueDue, overdue }, hasCertificate: award.certificate !== '', verifyUrl: this.keys.verifyUrl(award) };
  }

  async detail(award: Award): Promise<AwardDetailView> {
    const units = await this.units.byIds(award.history.flatMap(({ by }) => (by ? [by.unitId] : [])));
    const history = award.history.map((step) => ({ ...step, unitName: units.get(step.by?.unitId ?? '')?.name ?? '' }));
    return AwardDetailView.parse({ ...this.line(award), history, qrText: await this.keys.qrText(award) });
  }
}
