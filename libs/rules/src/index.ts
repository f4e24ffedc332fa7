export * from './actor.ts';
export * from './permissions.ts';
export * from './refusal.ts';
export * from './sample.ts';
export * from './transition.ts';
export * from './blind.ts';
