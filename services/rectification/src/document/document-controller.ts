import { Controller, Get, Inject, Param, Query, StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { Blobs } from '@xingchuang/blobs';
import { LadderDocumentList, LadderDocumentQuery } from '@xingchuang/contracts';
import { allow, covers, Refusal, type Actor, type Place } from '@xingchuang/rules';
import { Action, BLOBS, By, UNITS, within, type UnitDirectory } from '@xingchuang/server';
import type { LadderDocument } from './document-rule.ts';
import { DocumentStore } from './document-store.ts';

/** Documents that rungs and steps called for; who reads the finding reads them. */
@ApiTags('rectification')
@Controller('api/rectification/documents')
export class DocumentController {
  constructor(
    @Inject(DocumentStore) readonly store: DocumentStore,
    @Inject(UNITS) readonly units: UnitDirectory,
    @Inject(BLOBS) readonly blobs: Blobs,
  ) {}

  @Get()
  @Action('finding.read')
  @ApiOkResponse({ standardSchema: LadderDocumentList })
  async list(@Query({ schema: LadderDocumentQuery }) { objectId }: LadderDocumentQuery, @By() by: Actor) {
    const found = await this.store.of(objectId, await within(by, 'finding.read', undefined, this.units));
    return LadderDocumentList.parse({ items: found.filter((one) => covers(by, 'finding.read', placeOf(one))).map((one) => ({ ...one, state: stateOf(one) })) });
  }

  @Get(':id/file')
  @Action('finding.read')
  @ApiProduces('application/pdf')
  async file(@Param('id') id: string, @By() by: Actor): Promise<StreamableFile> {
    const document = await this.store.get(id);
    allow(by, 'finding.read', placeOf(document));
    if (document.sha256 === '') throw new Refusal('conflict', 'document.being-made');
    return new StreamableFile(await this.blobs.get(document.sha256), { type: 'application/pdf', disposition: `inline; filename*=UTF-8''${encodeURIComponent(`${document.title}.pdf`)}` });
  }
}

/** A list that names several units is read where it was issued, everything else where its unit stands. */
const placeOf = ({ readAt, unitId, path }: LadderDocument): Place => readAt ?? { unitId, path };
const stateOf = ({ sha256, fault }: LadderDocument) => (sha256 !== '' ? 'made' : fault === '' ? 'coming' : 'impossible');
