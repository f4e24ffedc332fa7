import type { Service } from '@xingchuang/server';
import { PublicityModule } from './module.ts';

/** Public notices and complaints, awards and their certificates, rewards and penalties, bulletins, verification. */
export const publicity: Service = { name: 'publicity', module: PublicityModule };
