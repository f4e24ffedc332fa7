import { mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { answers, Child, freePort, typescript } from './child.ts';
import { demoKey } from './demo-key.ts';
import { startProxy } from './proxy.ts';
import { startMinio, startMongo, startNats } from './servers.ts';
import { SERVICES } from './stage.ts';
import { allOrNothing, type DemoSystem, type Part } from './system.ts';

/** Starts each service as its own process over a real mongod, nats-server and MinIO, behind one origin. */
export function startDistributed(dir: string, say: (line: string) => void): Promise<DemoSystem> {
  return allOrNothing(async (started) => {
    const mongo = await startMongo(dir, say);
    started.push(mongo.stop);
    const nats = await startNats(dir, say);
    started.push(() => nats.stop());
    const minio = await startMinio(dir, say);
    started.push(() => minio.stop());

    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const common = { PUBLIC_URL: url, MONGODB_URI: mongo.uri, MONGODB_PREFIX: `${basename(dir).toLowerCase()}-`, NATS_URL: nats.url, ...minio.env, CLOCK: 'rehearsal', LOG_LEVEL: 'warn', ...demoKey(dir) };
    const ports = new Map<string, number>();
    const services: Child[] = [];
    for (const name of SERVICES) {
      ports.set(name, await freePort());
      services.push(service(name, ports.get(name)!, dir, common));
    }
    started.push(async () => void (await Promise.all(services.map((child) => child.stop()))));
    await Promise.all(services.map((child) => child.start()));
    for (const { name, pid } of services) say(`${name} 已启动，进程 ${pid}`);
    const proxy = await startProxy(port, (path) => ports.get(path.startsWith('/verify') ? 'publicity' : (/^\/api\/([a-z]+)\//.exec(path)?.[1] ?? '')));
    started.push(async () => {
      proxy.close();
      proxy.closeAllConnections();
    });
    const parts: Part[] = [...services, nats, minio, ...(mongo.part ? [mongo.part] : [])];
    return { url, accountsFile: join(dir, 'registry/demo-accounts.json'), parts };
  });
}

function service(name: string, port: number, dir: string, common: Readonly<Record<string, string>>): Child {
  const home = join(dir, name);
  mkdirSync(home, { recursive: true });
  const env = { ...common, HOST: '127.0.0.1', PORT: `${port}`, DATA_DIR: home, SEED_DEMO: 'true' };
  return new Child({ name, ...typescript(`services/${name}/src/main.ts`), env, logFile: join(dir, `logs/${name}.log`), isReady: answers(`http://127.0.0.1:${port}/api/${name}/health`, 200) });
}
