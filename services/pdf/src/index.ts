import type { Service } from '@xingchuang/server';
import { PdfModule } from './module.ts';

/** Rendering of certificates, notices and bulletins. */
export const pdf: Service = { name: 'pdf', module: PdfModule };
