// Finds or fetches what the system and its tests run against: `node scripts/servers.mjs [names…]`, or `find(name)` from code.
import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { RECIPES } from './servers/recipes.mjs';

const NAMES = Object.keys(RECIPES);

/** The absolute path of a program that was seen to run. Fails with every way that was tried and what to install. */
export async function find(name, { fetch = true, say = () => {} } = {}) {
  const recipe = RECIPES[name];
  if (!recipe) throw new Error(`${name} is none of ${NAMES.join(', ')}`);
  const tried = [];
  for (const { how, fetches, get } of recipe.ways) {
    if (fetches && !fetch) continue;
    if (fetches) say(`${name}: ${how} (takes ${fetches}) …`);
    try {
      const path = await get();
      if (!path) {
        tried.push(`${how}: not there`);
        continue;
      }
      await recipe.check(path);
      say(`${name}: ${path} (${how})`);
      return path;
    } catch (error) {
      tried.push(`${how}: ${error.message}`);
    }
  }
  throw new Error([`${name} is missing: ${recipe.hint}.`, ...tried.map((line) => `  tried ${line}`)].join('\n'));
}

async function main(names) {
  const unknown = names.filter((name) => !RECIPES[name]);
  if (unknown.length > 0) {
    console.error(`unknown: ${unknown.join(', ')}; known are ${NAMES.join(', ')}`);
    return 2;
  }
  let missing = 0;
  for (const name of names.length > 0 ? names : NAMES) {
    if (name === 'mongod' && process.env.MONGODB_URI) {
      console.log('mongod: not needed, MONGODB_URI names a database that runs');
      continue;
    }
    try {
      await find(name, { say: console.log });
    } catch (error) {
      missing += 1;
      console.error(error.message);
    }
  }
  return missing > 0 ? 1 : 0;
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url))
  process.exitCode = await main(process.argv.slice(2));
