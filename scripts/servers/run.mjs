import { spawn } from 'node:child_process';

/** Runs a program to its end and gives what it printed; fails with its last words, and after `minutes` in any case. */
export function run(command, args, { env = {}, cwd, minutes = 10 } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    const limit = setTimeout(() => child.kill('SIGKILL'), minutes * 60_000);
    let said = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text) => (said = (said + text).slice(-20_000)));
    child.on('error', (error) => {
      clearTimeout(limit);
      reject(new Error(error.code === 'ENOENT' ? `${command} is not installed` : `${command}: ${error.message}`));
    });
    child.on('close', (code, signal) => {
      clearTimeout(limit);
      if (code === 0) return resolve(said);
      const words = said.trim().split('\n').slice(-2).join(' ').slice(-300);
      reject(new Error(`${command} ${args[0] ?? ''} ended with ${code ?? signal}: ${words || 'no message'}`));
    });
  });
}
