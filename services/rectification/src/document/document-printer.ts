import { Readable } from 'node:stream';
import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { Blobs } from '@xingchuang/blobs';
import type { Bus } from '@xingchuang/bus';
import { wordsOf } from '@xingchuang/contracts';
import { Refusal } from '@xingchuang/rules';
import { BLOBS, BUS, PLATFORM, rendered, Rounds, UNITS, type KnownUnit, type Platform, type UnitDirectory } from '@xingchuang/server';
import type { Finding } from '../finding/finding-rule.ts';
import { FindingStore } from '../finding/finding-store.ts';
import { CaseStore } from '../ladder/case-store.ts';
import { dataOf, listedRow, rowOf } from './document-data.ts';
import type { LadderDocument } from './document-rule.ts';
import { DocumentStore } from './document-store.ts';

/** The layout of those that have none of their own name. */
const COMMON = 'rung-document';

/** Makes the documents that rungs and steps called for. Looks at what is not made yet, so a kill at any instant only delays it: the same data gives the same bytes. */
@Injectable()
export class DocumentPrinter implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #rounds = new Rounds(() => this.#round(), (error) => this.platform.log.warn({ err: error }, 'documents of rungs: the next round tries again'));

  constructor(
    @Inject(PLATFORM) readonly platform: Platform,
    @Inject(BUS) readonly bus: Bus,
    @Inject(BLOBS) readonly blobs: Blobs,
    @Inject(UNITS) readonly units: UnitDirectory,
    @Inject(FindingStore) readonly findings: FindingStore,
    @Inject(CaseStore) readonly cases: CaseStore,
    @Inject(DocumentStore) readonly store: DocumentStore,
  ) {}

  onApplicationBootstrap(): void {
    this.#rounds.begin();
  }

  onApplicationShutdown(): Promise<void> {
    return this.#rounds.end();
  }

  async #round(): Promise<void> {
    for (const document of await this.store.unmade()) {
      if (this.#rounds.isEnding) return;
      await this.#make(document).catch((error: unknown) => {
        if (error instanceof Refusal && error.kind === 'stale') return; // another process was quicker
        this.platform.log.warn({ id: document.id, err: error }, 'a document of a rung could not be made; the next round tries again'); // nor do the others wait for it
      });
    }
  }

  async #make(document: LadderDocument): Promise<void> {
    await this.store.documents.save({ ...document, ...(await this.#made(document)) });
  }

  /** What the renderer will not take it will not take tomorrow either: people are told why. */
  async #made(document: LadderDocument): Promise<Pick<LadderDocument, 'readAt' | 'sha256' | 'fault'>> {
    const unit = await this.units.get(document.unitId);
    const issuer = await this.#issuer(document, unit);
    const readAt = document.roster ? { unitId: (issuer ?? unit).id, path: (issuer ?? unit).path } : null;
    try {
      const bytes = await this.#drawn(document, await this.#data(document, unit, issuer));
      return { readAt, sha256: (await this.blobs.put(Readable.from([bytes]))).sha256, fault: '' };
    } catch (error) {
      if (!(error instanceof Refusal && (error.code.startsWith('pdf.') || error.code === 'bus.too-large'))) throw error;
      return { readAt, sha256: '', fault: wordsOf(error.code, error.facts).zh };
    }
  }

  /** By the layout of its own name where there is one, else by the common one. */
  async #drawn({ name }: LadderDocument, data: Record<string, unknown>): Promise<Uint8Array> {
    return rendered(this.bus, name.replaceAll('_', '-'), data, 'pdf').catch((error: unknown) => {
      if (error instanceof Refusal && error.code === 'pdf.template-unknown') return rendered(this.bus, COMMON, data, 'pdf');
      throw error;
    });
  }

  async #data(document: LadderDocument, unit: KnownUnit, issuer: KnownUnit | undefined): Promise<Record<string, unknown>> {
    const [about, open] = [await this.#rows(document.findingIds), await this.#rows(document.openIds)];
    const listed = document.roster ? await this.#listed(document, issuer ?? unit) : [];
    return dataOf(document, { unitName: unit.name, issuer: issuer?.name ?? (document.by.zh || unit.name), listed, problems: [...document.rows, ...about], open });
  }

  async #rows(ids: readonly string[]): Promise<ReturnType<typeof rowOf>[]> {
    const found: Finding[] = await this.findings.findings.list({ _id: { $in: [...ids] } }, { _id: 1 }, ids.length + 1);
    return found.map(rowOf);
  }

  /** The body that the scheme names, as it is registered over the unit; its kind where none is, and the unit above where the scheme names none. */
  async #issuer({ by }: LadderDocument, unit: KnownUnit): Promise<KnownUnit | undefined> {
    if (by.unitId !== '') return this.units.get(by.unitId);
    if (by.is === 'self' || by.kind === unit.kind) return unit;
    return by.is === 'parent' || by.kind === '' ? this.units.find(unit.parentId) : this.units.findBodyOver(unit, by.kind);
  }

  /** The units that stood on the same rung of the same scheme on the day of the document, under the body that issues it, by code. */
  async #listed({ objectId, day }: LadderDocument, issuer: KnownUnit): Promise<object[]> {
    const { schemeId, rung } = await this.cases.get(objectId);
    const cases = await this.cases.standingOn(schemeId, rung, day, issuer.jurisdictionId);
    const units = await this.units.byIds(cases.map(({ unitId }) => unitId));
    const rows = cases.flatMap((one) => units.get(one.unitId) ?? []).sort((a, b) => (a.code < b.code ? -1 : 1));
    return rows.map((unit) => listedRow(unit.name, cases.find(({ unitId }) => unitId === unit.id)!));
  }
}
