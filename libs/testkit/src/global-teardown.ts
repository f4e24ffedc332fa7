import { closeRun } from './run-folder.ts';

// eslint-disable-next-line no-restricted-exports -- jest takes the default export
export default async function tearDown(): Promise<void> {
  await closeRun();
}
