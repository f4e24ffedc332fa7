import type { SchemeDetail } from '@xingchuang/contracts';

/** What a number of a scheme comes to in a round: itself, or the parameter that holds it. */
export const settler =
  ({ catalogue }: SchemeDetail, parameters: Readonly<Record<string, unknown>>) =>
  (setting: unknown): number | undefined => {
    const name = typeof setting === 'object' && setting !== null && 'parameter' in setting ? String(setting.parameter) : undefined;
    const value = name === undefined ? setting : (parameters[name] ?? catalogue.parameters[name]?.default);
    const number = value === undefined || value === null || value === '' ? NaN : Number(value);
    return Number.isNaN(number) ? undefined : number;
  };
