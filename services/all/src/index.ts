export { AllConfig } from './config.ts';
export { SERVICES } from './services.ts';
