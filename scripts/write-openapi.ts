// Writes the REST contract of every service to docs/openapi/<service>.json, from the routes and their zod schemas alone.
import 'reflect-metadata';
import { mkdirSync, writeFileSync } from 'node:fs';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { describeApi, surroundings } from '@xingchuang/server';
import { SERVICES } from '../services/all/src/services.ts';

const folder = new URL('../docs/openapi/', import.meta.url);
mkdirSync(folder, { recursive: true });
for (const { name, module } of SERVICES) {
  @Module({ imports: [surroundings(undefined as never, new Map()), module] })
  class Description {}
  // preview: routes are read, nothing is made, so no database is needed
  const app = await NestFactory.create<NestFastifyApplication>(Description, new FastifyAdapter(), { preview: true, logger: false, abortOnError: false });
  writeFileSync(new URL(`${name}.json`, folder), `${JSON.stringify(describeApi(app), null, 2)}\n`);
}
process.exit(0);
