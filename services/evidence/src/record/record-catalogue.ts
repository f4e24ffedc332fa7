import { readdirSync, readFileSync } from 'node:fs';
import { Refusal } from '@xingchuang/rules';
import { fieldAt } from './record-type-meaning.ts';
import { parseRecordType, type RecordType } from './record-type.ts';

export const RECORD_TYPES = new URL('../../record-types/', import.meta.url);

/** The record types of folders, one YAML file each; of two with the same id the later folder's holds. */
export class RecordCatalogue {
  readonly #types: ReadonlyMap<string, RecordType>;

  constructor(...folders: readonly URL[]) {
    const files = folders.flatMap((folder) => readdirSync(folder).filter((name) => name.endsWith('.yaml')).map((name) => ({ name, file: new URL(name, folder) })));
    const read = new Map(files.map(({ name, file }) => [name.slice(0, -'.yaml'.length), parseRecordType(readFileSync(file, 'utf8'), name)]));
    this.#types = new Map([...read].sort(([a], [b]) => (a < b ? -1 : 1)));
    for (const [name, type] of this.#types) {
      if (name !== type.id) throw new Error(`${name}.yaml: its id is ${type.id}`);
      for (const fault of this.#astray(type)) throw new Error(`${name}.yaml: ${fault}`);
    }
  }

  /** Names of other types, of their fields and measures, that do not exist. */
  #astray({ fields, gaps, measures, expects }: RecordType): string[] {
    const all = fields.flatMap((field) => [field, ...(field.columns ?? [])]);
    const types = [...all.flatMap(({ to = [] }) => to), ...gaps.flatMap(({ linkedFrom }) => linkedFrom ?? [])];
    const registers = [...measures, ...expects].flatMap(({ each }) => (typeof each === 'object' && 'register' in each ? [each] : []));
    const others = measures.flatMap(({ kind, of, over }) => (kind === 'ratio' ? [of!, over!] : [])).filter((name) => name.includes('.'));
    return [
      ...[...types, ...registers.map(({ register }) => register)].filter((id) => !this.#types.has(id)).map((id) => `there is no type ${id}`),
      ...registers.filter(({ register, of }) => of !== undefined && !isNaming(this.#types.get(register), of)).map(({ register, of }) => `${register} has no field ${of} of persons or units`),
      ...others.filter((name) => !this.#hasMeasure(name)).map((name) => `there is no measure ${name}`),
    ];
  }

  #hasMeasure(name: string): boolean {
    const [type = '', measure] = name.split('.');
    return this.#types.get(type)?.measures.some(({ id }) => id === measure) ?? false;
  }

  list = (): RecordType[] => [...this.#types.values()];
  find = (id: string): RecordType | undefined => this.#types.get(id);

  get(id: string): RecordType {
    const type = this.#types.get(id);
    if (!type) throw new Refusal('invalid', 'record.type-unknown', { type: id, known: [...this.#types.keys()] }, 'type');
    return type;
  }
}

const isNaming = (type: RecordType | undefined, path: string): boolean => ['person', 'people', 'unit'].includes((type && fieldAt(type.fields, path)?.type) ?? '');
