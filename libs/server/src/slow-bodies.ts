import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { problemOfStatus, PROBLEM_TYPE } from './problem-filter.ts';

/** So often a body is looked at within its time. */
const LOOKS = 10;

export interface Pace {
  readonly seconds: number;
  readonly leastBytes: number;
}

interface Coming {
  readonly reply: FastifyReply;
  /** What the connection had brought when enough had come last, and the looks since. */
  bytes: number;
  looks: number;
}

/**
 * Cuts off a body of which less than so much comes in so many seconds: at a byte a minute it would keep its connection and its place for hours (E3).
 * Only what the sender owes counts: not the time in which bytes lie here unread, nor, since looks are counted, one in which this process is held up.
 */
export function cutSlowBodies(fastify: FastifyInstance, pace: Pace): void {
  const coming = new Map<IncomingMessage, Coming>();
  fastify.addHook('onRequest', (request, reply, done) => {
    if (hasBody(request.raw)) coming.set(request.raw, { reply, bytes: request.raw.socket.bytesRead, looks: 0 });
    done();
  });
  const look = () => {
    for (const [request, body] of coming) {
      const bytesRead = (request.socket as Socket | null)?.bytesRead; // a request that lost its connection has none, whatever its type says
      if (bytesRead === undefined || request.complete || request.destroyed) coming.delete(request);
      else if (request.readableLength > 0 || bytesRead - body.bytes >= pace.leastBytes) Object.assign(body, { bytes: bytesRead, looks: 0 });
      else if ((body.looks += 1) >= LOOKS) {
        coming.delete(request);
        cut(request, body.reply, pace);
      }
    }
  };
  const timer = setInterval(look, (pace.seconds * 1_000) / LOOKS).unref();
  fastify.addHook('onClose', (_, done) => {
    clearInterval(timer);
    done();
  });
}

const hasBody = ({ headers }: IncomingMessage): boolean => headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

/** Whoever reads the body hears what they hear when its sender goes away. */
function cut(request: IncomingMessage, reply: FastifyReply, pace: Pace): void {
  const end = () => request.destroy(Object.assign(new Error('the body came too slowly'), { code: 'ECONNRESET' }));
  if (reply.sent) return void end();
  reply.raw.once('finish', end);
  const problem = problemOfStatus(408, 'body.too-slow', { ...pace });
  void reply.status(408).headers({ 'content-type': PROBLEM_TYPE, connection: 'close' }).send(JSON.stringify(problem));
}
