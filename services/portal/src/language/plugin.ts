import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';
import { chineseIn } from './chinese.ts';

const SOURCES = fileURLToPath(new URL('../', import.meta.url));
const LANGUAGE = fileURLToPath(new URL('./language.ts', import.meta.url));

/** Has every Chinese text of the portal looked up in the catalogue of the language that is shown. */
export const languages = (): Plugin => ({
  name: 'languages',
  enforce: 'post',
  transform(code, id) {
    if (!id.startsWith(SOURCES) || id === LANGUAGE || !/\.tsx?$/.test(id)) return undefined;
    const found = chineseIn(code);
    return found.words.length === 0 ? undefined : { code: `import { sentence as $sentence, words as $words } from ${JSON.stringify(LANGUAGE)};\n${found.code}`, map: null };
  },
});
