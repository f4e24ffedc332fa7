import { schemeShape } from './scheme-shape.ts';
import { jsonOf } from './shape.ts';

/** The JSON Schema of a scheme file, for editors: made from the shape that reads the file. Names and meaning are beyond it. */
export function schemeJson(): object {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: '评定办法（方案文件） scheme file',
    description: 'docs/schemes.md',
    ...jsonOf(schemeShape),
  };
}
