export { AllConfig } from './config.ts';
export { addPortal } from './portal-pages.ts';
export { SERVICES } from './services.ts';
// What drives a running system through the demo year; journeys and kill tests use the same steps.
export { startDistributed } from './demo/distributed.ts';
export { startEmbedded } from './demo/embedded.ts';
export { Stage } from './demo/stage.ts';
export { STEPS, type Step } from './demo/steps.ts';
export type { DemoSystem, Part } from './demo/system.ts';
