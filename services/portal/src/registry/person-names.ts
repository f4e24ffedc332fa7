import { PersonNames } from '@xingchuang/contracts';
import { get } from '../api/http.ts';

const AT_ONCE = 100;
let waiting = new Map<string, (name: string) => void>();

/** The name of a person, empty for one whom this seat may not see; what is asked in the same moment goes in one request. */
export function nameOf(id: string): Promise<string> {
  return new Promise((resolve) => {
    if (waiting.size === 0) setTimeout(() => void ask());
    const others = waiting.get(id);
    waiting.set(id, (name) => {
      others?.(name);
      resolve(name);
    });
  });
}

async function ask(): Promise<void> {
  const asked = [...waiting];
  waiting = new Map();
  for (let at = 0; at < asked.length; at += AT_ONCE) {
    const some = asked.slice(at, at + AT_ONCE);
    const names = await get(PersonNames, '/api/registry/people/names', { ids: some.map(([id]) => id).join(',') }).then((found) => found.names, () => ({}) as Record<string, string>);
    for (const [id, tell] of some) tell(names[id] ?? '');
  }
}
