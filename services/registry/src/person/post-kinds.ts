import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import type { PostKinds } from './post-rule.ts';

const Catalogue = z.strictObject({
  responsibilities: z.record(z.string(), z.strictObject({ zh: z.string() })),
  posts: z.record(z.string().regex(/^[a-z][a-z0-9_]{0,39}$/), z.strictObject({ zh: z.string(), en: z.string(), responsibility: z.string() })),
});

const FILE = new URL('../../data/post-kinds.yaml', import.meta.url);

/** Reads the catalogue of posts; a fault in the file stops the start. */
export function readPostKinds(text = readFileSync(FILE, 'utf8')): PostKinds {
  const { responsibilities, posts } = Catalogue.parse(parse(text));
  return new Map(
    Object.entries(posts).map(([kind, post]) => {
      const responsibility = responsibilities[post.responsibility];
      if (!responsibility) throw new Error(`post-kinds.yaml: ${kind}.responsibility: ${post.responsibility}`);
      return [kind, { ...post, responsibilityZh: responsibility.zh }];
    }),
  );
}
