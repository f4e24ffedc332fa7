/** The services that take uploads, as a process of their own for the tests to kill. */
import { AllConfig, SERVICES } from '@xingchuang/all';
import { readConfig, serve } from '@xingchuang/server';

await serve(SERVICES.filter(({ name }) => name === 'registry' || name === 'evidence'), readConfig(AllConfig));
process.stdout.write('taking uploads\n');
