import type { Service } from '@xingchuang/server';
import { PdfModule } from './module.ts';

export { makeKey } from './sign/self-made-key.ts';

/** Documents: made from templates, signed, stamped, one by one and in batches. */
export const pdf: Service = { name: 'pdf', module: PdfModule };
