import type { FastifyInstance, FastifyReply } from 'fastify';
import { problemOfStatus, PROBLEM_TYPE } from './problem-filter.ts';

const RAW = [
  'application/octet-stream', 'application/offset+octet-stream', 'text/csv', 'application/zip', 'application/x-zip-compressed',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
];

/** Whatever a body's type is called, nothing but JSON becomes a command: what a form of another site can send does not. */
export function takeBodies(fastify: FastifyInstance): void {
  const parse = fastify.getDefaultJsonParser('error', 'error');
  const utf8 = new TextDecoder('utf-8', { fatal: true }); // another encoding would be kept as question marks
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    let text: string;
    try {
      text = utf8.decode(body as Buffer);
    } catch {
      return done(Object.assign(new Error('not UTF-8'), { statusCode: 400 }));
    }
    return parse(request, text, done);
  });
  // Files arrive as raw streams: nothing parses them, the route reads the request itself.
  fastify.addContentTypeParser(RAW, (_request, _payload, done) => done(null, undefined));
}

/** Addresses that the router cannot read never reach a route, nor the filter. */
export function refuseAddress(error: { readonly statusCode?: number }, _request: unknown, reply: Pick<FastifyReply, 'status'>): void {
  const status = error.statusCode ?? 400;
  void reply.status(status).header('content-type', PROBLEM_TYPE).send(JSON.stringify(problemOfStatus(status, 'address.malformed')));
}
