import { Inject, Injectable } from '@nestjs/common';
import { day, dayOf, startOf } from '@xingchuang/calendar';
import { DATABASE, fromDocument, type Database } from '@xingchuang/server';
import type { EvidenceFile } from '../file/file-store.ts';
import type { EvidenceRecord } from '../record/record-store.ts';

type Document = Record<string, unknown> & { _id: string };

/** The day by which a file belongs to a year: of its event, without one of its receipt. */
export const dayOfFile = ({ eventDate, receivedAt }: Pick<EvidenceFile, 'eventDate' | 'receivedAt'>): string => eventDate ?? dayOf(new Date(receivedAt));

const yearOf = (year: number) => ({ $gte: `${year}-01-01`, $lte: `${year}-12-31` });
const receivedIn = (year: number) => ({ $gte: startOf(day(`${year}-01-01`)).toISOString(), $lt: startOf(day(`${year + 1}-01-01`)).toISOString() });

/** What a unit kept in a year, read across files and records; their own stores write them. Served by the indexes that begin with the unit. */
@Injectable()
export class ArchiveStore {
  constructor(@Inject(DATABASE) readonly database: Database) {}

  files(unitId: string, year: number, only: Readonly<Record<string, 1>> = {}): Promise<EvidenceFile[]> {
    const inYear = [{ eventDate: yearOf(year) }, { eventDate: null, receivedAt: receivedIn(year) }];
    return this.#list<EvidenceFile>('files', { unitId, $or: inYear, 'scan.state': { $ne: 'refused' } }, only);
  }

  records(unitId: string, year: number, only: Readonly<Record<string, 1>> = {}): Promise<EvidenceRecord[]> {
    return this.#list<EvidenceRecord>('records', { unitId, day: yearOf(year) }, only);
  }

  filesById = (unitId: string, ids: readonly string[]): Promise<EvidenceFile[]> => this.#list<EvidenceFile>('files', { _id: { $in: [...ids] }, unitId, 'scan.state': { $ne: 'refused' } });
  recordsById = (unitId: string, ids: readonly string[]): Promise<EvidenceRecord[]> => this.#list<EvidenceRecord>('records', { _id: { $in: [...ids] }, unitId });

  async #list<T extends { id: string }>(collection: string, filter: Record<string, unknown>, only: Readonly<Record<string, 1>> = {}): Promise<T[]> {
    const found = await this.database.connection.models[collection]!.find(filter).select(only).sort({ _id: 1 }).lean();
    return (found as unknown as Document[]).map((document) => fromDocument<T>(document));
  }
}
