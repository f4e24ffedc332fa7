import { AsyncLocalStorage } from 'node:async_hooks';

const store = new AsyncLocalStorage<string>();

/** The id that follows one request through all services; empty outside of one. */
export const correlation = (): string => store.getStore() ?? '';

export const withCorrelation = <T>(id: string, work: () => T): T => store.run(id, work);
