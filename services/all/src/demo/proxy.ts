import { once } from 'node:events';
import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

/** One origin over many processes, as the reverse proxy of `deploy/` makes it: a path prefix leads to a port. */
export async function startProxy(port: number, portFor: (path: string) => number | undefined): Promise<Server> {
  const server = createServer((asked, reply) => {
    const target = portFor(asked.url ?? '/');
    if (target === undefined) return void reply.writeHead(404).end();
    forward(asked, reply, target);
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

function forward(asked: IncomingMessage, reply: ServerResponse, port: number): void {
  const onwards = request({ host: '127.0.0.1', port, method: asked.method, path: asked.url, headers: asked.headers, agent: false }, (answer) => {
    reply.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(reply);
    answer.on('error', () => reply.destroy());
  });
  // Who was killed in the middle of an answer leaves half of it: the visitor must see that it broke off.
  onwards.on('error', () => (reply.headersSent ? reply.destroy() : reply.writeHead(502).end()));
  reply.on('close', () => onwards.destroy());
  asked.pipe(onwards);
}
