import { readdirSync, readFileSync } from 'node:fs';
import { Refusal } from '@xingchuang/rules';
import { parseRecordType, type RecordType } from './record-type.ts';

export const RECORD_TYPES = new URL('../../record-types/', import.meta.url);

/** The record types of a folder, one YAML file each. */
export class RecordCatalogue {
  readonly #types: ReadonlyMap<string, RecordType>;

  constructor(folder: URL) {
    const names = readdirSync(folder).filter((name) => name.endsWith('.yaml')).toSorted();
    this.#types = new Map(names.map((name) => [name.slice(0, -'.yaml'.length), parseRecordType(readFileSync(new URL(name, folder), 'utf8'), name)]));
    for (const [name, { id }] of this.#types) if (name !== id) throw new Error(`${name}.yaml: its id is ${id}`);
  }

  list = (): RecordType[] => [...this.#types.values()];

  get(id: string): RecordType {
    const type = this.#types.get(id);
    if (!type) throw new Refusal('invalid', 'record.type-unknown', { type: id, known: [...this.#types.keys()] }, 'type');
    return type;
  }
}
