import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

test('the port does not load the driver of a store', () => {
  const root = fileURLToPath(new URL('../../../', import.meta.url));
  const script = `
    import { registerHooks } from 'node:module';
    const loaded = [];
    registerHooks({ resolve: (name, context, next) => { const found = next(name, context); loaded.push(found.url); return found; } });
    await import('@xingchuang/blobs');
    console.log(JSON.stringify(loaded));`;
  const said = execFileSync(process.execPath, ['--import', './scripts/ts.mjs', '--input-type=module', '-e', script], {
    cwd: root,
    encoding: 'utf8',
  });
  const loaded = JSON.parse(said) as string[];
  expect(loaded.some((url) => url.endsWith('/blobs-disk.ts'))).toBe(true);
  expect(loaded.filter((url) => url.includes('/node_modules/minio/') || url.includes('.minio.'))).toEqual([]);
});
