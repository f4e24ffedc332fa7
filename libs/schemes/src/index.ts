export * from './decision.ts';
export * from './scheme.ts';
export type { Problem } from './problem.ts';
export { checkScheme, parseScheme } from './parse-scheme.ts';
