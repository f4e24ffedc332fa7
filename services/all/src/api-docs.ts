import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { SwaggerModule } from '@nestjs/swagger';
import { describeApi } from '@xingchuang/server';

/** The browsable description of every route at /api/docs, and the document itself at /api/docs.json. */
export function addApiDocs(app: NestFastifyApplication): void {
  SwaggerModule.setup('api/docs', app, () => describeApi(app), { jsonDocumentUrl: 'api/docs.json', customSiteTitle: '星创接口' });
}
