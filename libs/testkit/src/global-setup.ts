import { openRun } from './run-folder.ts';

/** Starts nothing: a server starts when the first test asks for it, and serves the whole run. */
// eslint-disable-next-line no-restricted-exports -- jest takes the default export
export default async function setUp(): Promise<void> {
  await openRun();
}
