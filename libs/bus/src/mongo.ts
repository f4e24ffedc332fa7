/** What a service keeps beside its own documents so that nothing told is lost and nothing heard happens twice. */
export * from './inbox.ts';
export * from './outbox.ts';
export * from './parked.ts';
export * from './relay.ts';
