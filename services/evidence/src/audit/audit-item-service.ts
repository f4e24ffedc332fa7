import { Inject, Injectable } from '@nestjs/common';
import type { AuditAnswering, AuditItemLine, AuditItemQuery, AuditItemView, AuditJudging } from '@xingchuang/contracts';
import { Refusal, type Actor } from '@xingchuang/rules';
import { CLOCK, DATABASE, type Clock, type Database } from '@xingchuang/server';
import { FileStore } from '../file/file-store.ts';
import { FlagStore } from '../flag/flag-store.ts';
import type { FlagKind } from '../flag/flag.ts';
import { Ledger } from '../log/ledger.ts';
import { RecordStore } from '../record/record-store.ts';
import { reachable, sameVersion } from '../scope.ts';
import { AuditAccess } from './audit-access.ts';
import { answer, asPublished, barred, isHeld, isOverdue, judge } from './audit-item-rule.ts';
import { AuditItemStore, type Seen } from './audit-item-store.ts';
import { AuditPopulation } from './audit-population.ts';
import { stateAfter } from './audit-rule.ts';
import type { AuditItem } from './audit.ts';

/** The drawn items: looked at by several reviewers at once, judged, answered. */
@Injectable()
export class AuditItemService {
  constructor(
    @Inject(DATABASE) readonly database: Database,
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(Ledger) readonly ledger: Ledger,
    @Inject(FileStore) readonly files: FileStore,
    @Inject(RecordStore) readonly records: RecordStore,
    @Inject(FlagStore) readonly flags: FlagStore,
    @Inject(AuditPopulation) readonly population: AuditPopulation,
    @Inject(AuditAccess) readonly access: AuditAccess,
    @Inject(AuditItemStore) readonly items: AuditItemStore,
  ) {}

  async list(auditId: string, query: AuditItemQuery, by: Actor): Promise<{ items: AuditItemLine[]; nextPageToken?: string }> {
    const { of } = await this.access.toRead(auditId, by);
    const among = query.flag && (await this.#flagged(auditId, of, query.flag));
    const found = await this.items.page(auditId, of, query, this.clock.today(), among);
    const items = await this.access.titled(found.slice(0, query.limit), by);
    const flags = await this.flags.kindsOf(items);
    return { items: items.map((item) => this.#line(item, of, flags.get(item.itemId)!)), ...(found.length > query.limit && { nextPageToken: String(items.at(-1)!.order) }) };
  }

  async get(id: string, by: Actor): Promise<AuditItemView> {
    const { item, of } = await this.access.itemToRead(id, by);
    return this.#view(item, of, by);
  }

  /** Who looks at an item says so. Another who looks at it already stays named, unless it is taken over from them. */
  async hold(id: string, take: boolean, by: Actor): Promise<AuditItemView> {
    const { item } = await this.access.itemToRun(id, by);
    const now = this.clock.now();
    if (item.held?.by !== by.personId && isHeld(item, now) && !take) return this.#view(item, {}, by);
    const held = { by: by.personId, since: now.toISOString() };
    await this.items.hold(id, held);
    return this.#view({ ...item, held }, {}, by);
  }

  async judge(id: string, given: AuditJudging, ifMatch: string | undefined, by: Actor): Promise<AuditItemView> {
    const person = await this.population.judge(by);
    const saved = await this.database.transaction(async () => {
      const { audit, item } = await this.access.itemToRun(id, by);
      sameVersion(item.version, ifMatch);
      stateAfter(audit, 'judge');
      const next = await this.items.save(judge(item, given, person, this.clock.now().toISOString()));
      const { kind, itemId, digest } = item;
      await this.ledger.note({ act: 'audit.judged', objectId: id, content: { auditId: audit.id, item: `${kind}:${itemId}`, digest, ...given }, by: by.personId });
      return next;
    });
    return this.#view(saved, {}, by);
  }

  async answer(id: string, said: AuditAnswering, ifMatch: string | undefined, by: Actor): Promise<AuditItemView> {
    const saved = await this.database.transaction(async () => {
      const { audit, item } = await this.access.itemToRead(id, by);
      reachable(item.published > 0 ? item : undefined, by, 'audit.answer');
      sameVersion(item.version, ifMatch);
      stateAfter(audit, 'answer');
      const known = await this.files.idsOf(item.unitId, said.fileIds);
      const stranger = said.fileIds.findIndex((fileId) => !known.has(fileId));
      if (stranger >= 0) throw new Refusal('invalid', 'audit.file-unknown', {}, `fileIds[${stranger}]`);
      const next = await this.items.save(answer(item, said, { at: this.clock.now().toISOString(), by: by.personId }));
      await this.ledger.note({ act: 'audit.answered', objectId: id, content: { auditId: audit.id, text: said.text, fileIds: said.fileIds }, by: by.personId });
      return next;
    });
    return this.#view(saved, { unitId: by.unitId }, by);
  }

  /** Flags come and go while an audit runs, so they are asked for and not kept beside the items. */
  async #flagged(auditId: string, of: Seen, flag: FlagKind): Promise<string[]> {
    const all = await this.items.all(auditId, of);
    const flags = await this.flags.kindsOf(all);
    return all.filter(({ itemId }) => flags.get(itemId)!.includes(flag)).map(({ id }) => id);
  }

  #line(item: AuditItem, of: Seen, flags: readonly FlagKind[]): AuditItemLine {
    const shown = of.unitId === undefined ? item : asPublished(item);
    const { held, ...rest } = shown;
    return {
      ...rest, flags: [...flags], published: item.verdicts.length > 0 && item.published === item.verdicts.length, overdue: isOverdue(shown, this.clock.today()),
      ...(held && isHeld(shown, this.clock.now()) && { held }),
    };
  }

  async #view(seen: AuditItem, of: Seen, by: Actor): Promise<AuditItemView> {
    const item = (await this.access.titled([seen], by))[0]!;
    const shown = of.unitId === undefined ? item : asPublished(item);
    const why = of.unitId === undefined ? barred(item, await this.population.judge(by)) : undefined;
    return {
      ...shown, ...this.#line(item, of, (await this.flags.kindsOf([item])).get(item.itemId)!), tasks: [...item.tasks], changed: await this.#hasChanged(item),
      verdicts: shown.verdicts.map(({ by: judged, ...verdict }) => ({ ...verdict, reasons: [...verdict.reasons], ...(of.unitId === undefined && { by: judged }) })),
      answers: item.answers.map((said) => ({ ...said, fileIds: [...said.fileIds] })),
      derivation: item.derivation?.map((step) => ({ ...step })),
      ...(why && { barred: why }),
    };
  }

  /** Files never change; a record may have been corrected since it was drawn. */
  async #hasChanged({ kind, itemId, revision }: AuditItem): Promise<boolean> {
    return kind === 'record' && (await this.records.find(itemId))?.revision !== revision;
  }
}
