import { startEmbeddedMongo } from '/work/main/libs/server/src/embedded-mongod.ts';
for (let i = 0; i < 3; i++) { const t = Date.now(); const m = await startEmbeddedMongo({ dataDir: '/tmp/em', say: console.log }); console.log(m.uri, m.pid, Date.now() - t, 'ms'); const t2 = Date.now(); if (i<2) await m.stop(); console.log('stop', Date.now() - t2); }
process.kill(process.pid, 'SIGKILL');
