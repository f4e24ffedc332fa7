import type { FastifyReply, FastifyRequest } from 'fastify';
import { ACCESS_COOKIE, TOKEN_SECONDS } from '@xingchuang/server';
import type { Origin } from './session-service.ts';
import type { Token } from './token-signer.ts';

export const SESSION_COOKIE = '__Host-session';
// The __Host- prefix makes browsers insist on Secure, Path=/ and no Domain, so that no neighbouring host can set it.
const KEPT = { httpOnly: true, secure: true, sameSite: 'strict', path: '/' } as const;

export function setSessionCookie(reply: FastifyReply, secret: string, endsAt: Date): void {
  void reply.setCookie(SESSION_COOKIE, secret, { ...KEPT, expires: endsAt });
}

export function setAccessCookie(reply: FastifyReply, { token }: Token): void {
  void reply.setCookie(ACCESS_COOKIE, token, { ...KEPT, maxAge: TOKEN_SECONDS });
}

export function clearCookies(reply: FastifyReply): void {
  void reply.clearCookie(SESSION_COOKIE, KEPT).clearCookie(ACCESS_COOKIE, KEPT);
}

export const originOf = (request: FastifyRequest): Origin => ({ address: request.ip, agent: request.headers['user-agent'] ?? '' });
