import { createParamDecorator, SetMetadata, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { allow, allowKey, ANONYMOUS, Refusal, scopeOf, type Action as ActionName, type Actor } from '@xingchuang/rules';
import { SessionRequired } from './problem-filter.ts';
import type { TokenVerifier } from './token-verifier.ts';

const ACTION = 'xingchuang:action';
export const ACCESS_COOKIE = '__Host-access';

/** Names the action of a route in the permission table; a route without one never answers. */
export const Action = (action: ActionName) => SetMetadata(ACTION, action);
/** The action of a route handler, for the table test. */
export const actionOf = (handler: object): ActionName | undefined => Reflect.getMetadata(ACTION, handler) as ActionName | undefined;

type Request = FastifyRequest & { actor?: Actor };
/** Who acts in this request. */
export const By = createParamDecorator((_: unknown, context: ExecutionContext): Actor => context.switchToHttp().getRequest<Request>().actor ?? ANONYMOUS);

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Turns a token into an actor and asks the permission table; where exactly the actor may act, the service asks again with the place. */
export class AccessGuard implements CanActivate {
  readonly #reflector = new Reflector();

  constructor(readonly tokens: TokenVerifier) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const action = this.#reflector.get<ActionName | undefined>(ACTION, context.getHandler());
    if (!action) throw new Error(`route ${context.getClass().name}.${context.getHandler().name} names no action`);
    const request = context.switchToHttp().getRequest<Request>();
    const bearer = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
    const cookie = request.cookies[ACCESS_COOKIE];
    if (!bearer && cookie && !SAFE.has(request.method)) refuseForeignSite(request);
    const token = bearer ?? cookie;
    const actor = token ? await this.tokens.verify(token) : undefined;
    if (!actor && scopeOf('public', action) === undefined) throw new SessionRequired();
    request.actor = actor ?? ANONYMOUS;
    allowKey(request.actor, /^\/api\/([a-z]+)\//.exec(request.url)?.[1] ?? '', SAFE.has(request.method));
    allow(request.actor, action);
    return true;
  }
}

/** A browser sends our cookie also when another site makes it post (CSRF); the browser itself says where the request comes from. */
function refuseForeignSite(request: FastifyRequest): void {
  const site = request.headers['sec-fetch-site'];
  const origin = request.headers.origin;
  const same = site === undefined ? origin === undefined || new URL(origin).host === request.headers.host : site === 'same-origin';
  if (!same) throw new Refusal('forbidden', 'request.foreign-site');
}
