export * from './decision.ts';
export * from './scheme.ts';
export type { Problem } from './problem.ts';
export { checkScheme, parseScheme } from './parse-scheme.ts';
export { checkParameters, settle, type InputProblem } from './parameters.ts';
export { parseFacts } from './facts.ts';
export { decide } from './decide.ts';
