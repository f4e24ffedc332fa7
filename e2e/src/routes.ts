import { RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { MetadataScanner, ModulesContainer } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Action } from '@xingchuang/rules';
import { actionOf } from '@xingchuang/server';

export interface Route {
  readonly method: string;
  readonly path: string;
}

/** Notes every route that the router takes up from now on, whoever adds it. */
export function listRoutes(app: NestFastifyApplication): Route[] {
  const routes: Route[] = [];
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onRoute', ({ method, url }) => void routes.push(...[method].flat().map((one) => ({ method: one, path: url }))));
  return routes;
}

const keyOf = ({ method, path }: Route): string => `${method} ${path}`;

/** The action that each handler of a controller names, by its route. */
export class NamedActions {
  readonly #actions = new Map<string, Action | undefined>();

  constructor(app: NestFastifyApplication) {
    const scanner = new MetadataScanner();
    for (const module of app.get(ModulesContainer).values()) {
      for (const { metatype } of module.controllers.values()) {
        const { prototype } = metatype as { prototype: Record<string, object> };
        for (const name of scanner.getAllMethodNames(prototype)) this.#note(metatype as object, prototype[name]!);
      }
    }
  }

  /** Undefined where the handler names none; a route of no handler is not one of a controller. */
  of(route: Route): Action | undefined {
    return this.#actions.get(this.#key(route));
  }
  has(route: Route): boolean {
    return this.#actions.has(this.#key(route));
  }
  all(): (Action | undefined)[] {
    return [...this.#actions.values()];
  }

  /** The router answers HEAD by itself wherever there is a GET and no handler of its own. */
  #key = (route: Route): string => (route.method === 'HEAD' && !this.#actions.has(keyOf(route)) ? keyOf({ ...route, method: 'GET' }) : keyOf(route));

  #note(controller: object, handler: object): void {
    const method = Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod | undefined;
    if (method === undefined) return; // no route
    const parts = [controller, handler].map((from) => Reflect.getMetadata(PATH_METADATA, from) as string);
    const path = `/${parts.flatMap((part) => part.split('/')).filter((part) => part !== '').join('/')}`;
    this.#actions.set(keyOf({ method: RequestMethod[method], path }), actionOf(handler));
  }
}
