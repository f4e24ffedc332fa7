export { addApiDocs } from './api-docs.ts';
export { AllConfig } from './config.ts';
export { SERVICES } from './services.ts';
