import { Inject, Injectable } from '@nestjs/common';
import { Refusal } from '@xingchuang/rules';
import { ComplaintGate } from '../notice/complaint-gate.ts';
import { AwardRegister } from './award-register.ts';
import type { Award } from './award-rule.ts';

const NUMBER = /^XC-\d{4}-\d{4,}$/;
const DASHES = /[\u2010-\u2015\u2212]/g;

/** A number as it stands on paper, however it was typed: small letters, wide signs of a Chinese keyboard, other dashes, spaces. */
const asPrinted = (typed: string): string => typed.normalize('NFKC').toUpperCase().replaceAll(DASHES, '-').replaceAll(/\s/g, '');

/** Looks numbers up for people without an account. */
@Injectable()
export class VerificationService {
  constructor(
    @Inject(AwardRegister) readonly awards: AwardRegister,
    @Inject(ComplaintGate) readonly gate: ComplaintGate,
  ) {}

  /** Refuses `missing` for what is no number or not on the register, and `limit` for those who read the register out. */
  async find(typed: string, address: string): Promise<Award> {
    const number = asPrinted(typed);
    if (!NUMBER.test(number)) throw new Refusal('missing', 'award.malformed-number', { number: typed.trim() }, 'number');
    await this.gate.enter('verification', address);
    return this.awards.byNumber(number);
  }
}
