import { createHash } from 'node:crypto';
import { SetMetadata, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Schema } from 'mongoose';
import { from, lastValueFrom, type Observable } from 'rxjs';
import { Refusal, type Actor } from '@xingchuang/rules';
import type { Collection, Database } from './database.ts';

interface Answered {
  readonly id: string;
  readonly digest: string;
  readonly status: number;
  readonly body: unknown;
  readonly at: Date;
}

const schema = new Schema({ _id: String, digest: String, status: Number, body: Schema.Types.Mixed, at: Date });
schema.index({ at: 1 }, { expireAfterSeconds: 7 * 24 * 3_600 }); // a client may come back for a week

const CONFIDENTIAL = 'xingchuang:confidential';
/** A route whose request or answer carries a secret: nothing of it is kept for a repeated key, it simply runs again. */
export const Confidential = () => SetMetadata(CONFIDENTIAL, true);

/**
 * A command with an `Idempotency-Key` runs inside one transaction together with the note of its answer: however often it is
 * sent, and wherever a process dies, there is one effect and every sender gets the same answer.
 */
export class IdempotencyInterceptor implements NestInterceptor {
  readonly #answers: ReadonlyMap<string, Collection<Answered>>;
  readonly #reflector = new Reflector();

  constructor(readonly databases: ReadonlyMap<string, Database>) {
    this.#answers = new Map([...databases].map(([name, database]) => [name, database.model<Answered>('answers', schema)]));
  }

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (context.getType() !== 'http') return next.handle();
    const request = context.switchToHttp().getRequest<FastifyRequest & { actor: Actor }>();
    const key = request.headers['idempotency-key'];
    const service = /^\/api\/([a-z]+)\//.exec(request.url)?.[1] ?? '';
    const database = this.databases.get(service);
    const isCommand = request.method !== 'GET' && (request.headers['content-type'] ?? 'application/json').startsWith('application/json');
    const isConfidential = this.#reflector.get<boolean | undefined>(CONFIDENTIAL, context.getHandler()) === true;
    if (typeof key !== 'string' || !database || !isCommand || isConfidential) return next.handle();
    const least = request.actor.personId === '' ? 32 : 8; // visitors share one space: theirs must not be guessable
    if (!/^[\x21-\x7e]{8,200}$/.test(key) || key.length < least) throw new Refusal('invalid', 'idempotency.bad-key', { least }, 'Idempotency-Key');
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    return from(this.#once(database, this.#answers.get(service)!, `${request.actor.personId}:${key}`, request, reply, next));
  }

  async #once(database: Database, answers: Collection<Answered>, id: string, request: FastifyRequest, reply: FastifyReply, next: CallHandler) {
    const digest = createHash('sha256').update(`${request.method} ${request.url}\n${JSON.stringify(request.body ?? null)}`).digest('hex');
    const known = await answers.find(id);
    if (known) return again(known, digest, reply);
    try {
      return await database.transaction(async () => {
        const body: unknown = await lastValueFrom(next.handle(), { defaultValue: undefined });
        await answers.insert({ id, digest, status: reply.statusCode, body: body ?? null, at: new Date() });
        return body;
      });
    } catch (error) {
      const first = await answers.find(id); // another sender was quicker: what it did may well be why this one was refused
      if (first) return again(first, digest, reply);
      throw error;
    }
  }
}

function again(answered: Answered, digest: string, reply: FastifyReply): unknown {
  if (answered.digest !== digest) throw new Refusal('invalid', 'idempotency.other-request', {}, 'Idempotency-Key');
  void reply.status(answered.status).header('idempotent-replay', 'true');
  return answered.body;
}
