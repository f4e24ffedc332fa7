export * from './bus.ts';
export { AnswerFailed, type BusFault, type OnFault } from './bus-fault.ts';
export { MAX_BODY } from './bus-limits.ts';
export { type LocalBusOptions, localBus } from './bus-local.ts';
