import { ModulesContainer } from '@nestjs/core';
import { startSystem } from './system.ts';
test('x', async () => {
  const began = Date.now();
  const routes: string[] = [];
  const system = await startSystem({ prepare: async (app) => { app.getHttpAdapter().getInstance().addHook('onRoute', (r: any) => void routes.push(`${r.method} ${r.url}`)); } });
  console.log(Date.now() - began, routes.length, routes.filter(r=>!r.startsWith('HEAD')));
  const container = system.running.app.get(ModulesContainer);
  let n = 0;
  for (const m of container.values()) n += m.controllers.size;
  console.log(n);
  await system.as('oc.reviewer', 'supervisor');
  await system.moveClock('2026-01-22T02:00:00Z');
  await system.stop();
});
