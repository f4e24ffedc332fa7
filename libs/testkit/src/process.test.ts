import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startNode, startProcess } from './process.ts';
import { tempFolder } from './run-folder.ts';

const script = (code: string) => {
  const file = join(tempFolder('process'), 'program.ts');
  writeFileSync(file, code);
  return file;
};

test('a program is ready when it says so, sees its environment, and dies by kill', async () => {
  const program = script(
    'const word: string = process.env.WORD ?? ""; console.log(`ready ${word}`); setInterval(() => {}, 1000);',
  );
  const running = await startNode(program, { env: { WORD: '星创' }, ready: /ready (\S+)/ });
  expect(running.match?.[1]).toBe('星创');
  await running.kill();
  expect(await running.ended).toBe('SIGKILL');
  expect(() => process.kill(running.pid, 0)).toThrow();
});

test('a kill leaves a program no time for a goodbye', async () => {
  const program = script(
    'process.on("SIGTERM", () => console.log("goodbye")); console.log("ready"); setInterval(() => {}, 1000);',
  );
  const running = await startNode(program, { ready: /ready/ });
  await running.kill();
  expect([await running.ended, running.output()]).toEqual(['SIGKILL', 'ready\n']);
});

test('a program that is asked to stop may say goodbye', async () => {
  const program = script(
    'process.on("SIGTERM", () => { console.log("goodbye"); process.exit(0); }); console.log("ready"); setInterval(() => {}, 1000);',
  );
  const running = await startNode(program, { ready: /ready/ });
  await running.stop();
  expect([await running.ended, running.output()]).toEqual([0, 'ready\ngoodbye\n']);
});

test.each([
  ['ends', 'console.error("no such thing"); process.exit(3)', 30_000, /ended with 3[^]*no such thing/],
  ['says nothing', 'setInterval(() => {}, 1000)', 1_500, /not ready within 1500 ms/],
])('a program that %s instead fails with its output', async (_, code, withinMs, message) => {
  await expect(startProcess({ command: process.execPath, args: ['-e', code], ready: /ready/, withinMs })).rejects.toThrow(
    message,
  );
});

test('a program that is not there fails by name', async () => {
  await expect(startProcess({ command: '/nowhere/at-all', args: [], ready: /ready/ })).rejects.toThrow('/nowhere/at-all');
});
