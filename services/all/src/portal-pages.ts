import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';

const dist = fileURLToPath(new URL('../../portal/dist/', import.meta.url));

/** The portal loads nothing from elsewhere and runs nothing inline; antd writes its styles into the page. */
const POLICY =
  "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; connect-src 'self'; " +
  "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/** Serves the built portal: its files as they are, and its page for every address that is a page of the application. */
export async function addPortal(app: NestFastifyApplication): Promise<void> {
  if (!existsSync(dist)) throw new Error('门户尚未构建，请先运行 npm run build / build the portal first: npm run build');
  const fastify = app.getHttpAdapter().getInstance();
  await fastify.register(fastifyStatic, {
    root: dist,
    wildcard: false,
    index: false,
    preCompressed: true,
    setHeaders: (reply, path) => void reply.header('cache-control', path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache'),
  });
  const page = (_request: FastifyRequest, reply: FastifyReply) =>
    reply.header('content-security-policy', POLICY).header('x-content-type-options', 'nosniff').header('referrer-policy', 'same-origin').sendFile('index.html');
  fastify.get('/', page);
  fastify.get('/app/*', page);
}
