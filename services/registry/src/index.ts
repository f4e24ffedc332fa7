import type { Service } from '@xingchuang/server';
import { RegistryModule } from './module.ts';

export const registry: Service = { name: 'registry', module: RegistryModule };
