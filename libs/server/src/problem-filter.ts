import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { wordsOf, type Problem } from '@xingchuang/contracts';
import { Refusal, type RefusalKind } from '@xingchuang/rules';
import { newId } from './ids.ts';

const STATUS: Record<RefusalKind, number> = { invalid: 422, forbidden: 403, missing: 404, conflict: 409, stale: 412, limit: 429, away: 503 };

/** Nobody is signed in, or no longer. */
export class SessionRequired extends HttpException {
  constructor(code = 'session.required') {
    super(code, 401);
  }
}

/** A refusal as RFC 9457 problem JSON, with words for people in both languages. */
export function problemOf(refusal: Refusal): Problem {
  return problem(STATUS[refusal.kind], refusal.code, refusal.facts, refusal.field);
}

/** What the framework refuses before any route is asked; `code` says why where the status alone does not. */
export const problemOfStatus = (status: number, code = CODE_OF[status] ?? 'request.malformed', facts: Readonly<Record<string, unknown>> = {}): Problem => problem(status, code, facts);
const CODE_OF: Readonly<Record<number, string>> = { 404: 'route.missing', 413: 'body.too-large', 415: 'body.other-type' };
export const PROBLEM_TYPE = 'application/problem+json; charset=utf-8';

function problem(status: number, code: string, facts: Readonly<Record<string, unknown>> = {}, field?: string): Problem {
  const { zh, en } = wordsOf(code, facts);
  const faults = (facts['faults'] ?? facts['problems'] ?? []) as Problem['errors'];
  const errors = faults.length > 0 ? faults : field === undefined ? [] : [{ field, zh, en }];
  const { faults: _, problems: __, ...rest } = facts;
  return { type: 'about:blank', status, code, title: zh, titleEn: en, ...(field === undefined ? {} : { field }), errors, facts: rest };
}

/** The one place where a "no" becomes an HTTP answer; anything that is not a refusal is a bug and is logged once. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(readonly log: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const answer = this.#problem(error, request);
    void reply.status(answer.status).header('content-type', PROBLEM_TYPE).send(JSON.stringify(answer));
  }

  #problem(error: unknown, request: FastifyRequest): Problem {
    if (error instanceof Refusal) return problemOf(error);
    if (error instanceof SessionRequired) return problem(401, error.message);
    const status = error instanceof HttpException ? error.getStatus() : ((error as { statusCode?: number }).statusCode ?? 500);
    if (status < 500) return problemOfStatus(status);
    const errorId = newId();
    this.log.error({ errorId, correlation: request.id, err: error }, 'a bug');
    return { ...problem(500, 'server.bug', { errorId }), errorId };
  }
}
