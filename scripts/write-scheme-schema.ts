// Writes the JSON Schema of scheme files to docs/scheme.schema.json, from the shape that reads them.
import { writeFileSync } from 'node:fs';
import { schemeJson } from '@xingchuang/schemes';

writeFileSync(new URL('../docs/scheme.schema.json', import.meta.url), `${JSON.stringify(schemeJson(), null, 1)}\n`);
