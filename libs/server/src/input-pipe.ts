import { type ArgumentMetadata, type PipeTransform } from '@nestjs/common';
import { z } from 'zod';
import { Refusal } from '@xingchuang/rules';

const zh = z.locales.zhCN().localeError;
const en = z.locales.en().localeError;
const text = (message: string | { message: string } | null | undefined): string => (typeof message === 'string' ? message : (message?.message ?? ''));
const path = (parts: readonly PropertyKey[]): string =>
  parts.reduce<string>((done, part) => (typeof part === 'number' ? `${done}[${part}]` : done ? `${done}.${String(part)}` : String(part)), '');

/** What is wrong with an input that was parsed with `reportInput`: every fault, in both languages, by field. */
export const faultsOf = ({ issues }: z.ZodError): { readonly field: string; readonly zh: string; readonly en: string }[] =>
  issues.flatMap((issue) => {
    const fields = issue.code === 'unrecognized_keys' ? issue.keys.map((key) => path([...issue.path, key])) : [path(issue.path)];
    const custom = issue.code === 'custom' ? issue.message : undefined;
    return fields.map((field) => ({
      field,
      zh: custom ?? text(zh(issue as never)),
      en: custom ?? text(en(issue as never)),
    }));
  });

/** Parses a body, query or parameter with the zod schema that the route names; says every fault, in both languages, by field. */
export function parseInput<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const read = schema.safeParse(value, { reportInput: true });
  if (read.success) return read.data;
  const faults = faultsOf(read.error);
  throw new Refusal('invalid', 'input.invalid', { fields: faults.map((fault) => fault.field).join(', '), faults }, faults[0]?.field);
}

/** Applies `parseInput` wherever a route says `@Body({ schema })`, `@Query({ schema })` or `@Param({ schema })`. */
export class InputPipe implements PipeTransform {
  transform(value: unknown, { schema }: ArgumentMetadata): unknown {
    return schema ? parseInput(schema as unknown as z.ZodType, value) : value;
  }
}
