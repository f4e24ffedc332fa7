export * from './decision.ts';
export * from './scheme.ts';
