import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';

/** The REST contract of this application, as the zod schemas of its routes say it. */
export function describeApi(app: NestFastifyApplication): OpenAPIObject {
  const about = new DocumentBuilder().setTitle('星创 Xingchuang').setVersion('1').addBearerAuth().addCookieAuth('__Host-access').build();
  return SwaggerModule.createDocument(app, about);
}
