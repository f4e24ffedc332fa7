import { create } from '@bufbuild/protobuf';
import { Controller, Inject } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import {
  BlobKeptSchema, BlobReleasedSchema, type BlobKept, type BlobReleased,
  BulletinIssuedSchema, CampaignPackagedSchema, CheckpointReplySchema, CheckpointRequestSchema, RecordWordsReplySchema, RecordWordsRequestSchema, type BulletinIssued, type CampaignPackaged, type RecordWordsRequest,
  DeclarationSubmittedSchema, EvidenceOfUnitReplySchema, EvidenceOfUnitRequestSchema, FileCheckReplySchema, FileCheckRequestSchema, FileDerivedSchema, FilesReceivedSchema, MeasuresReplySchema, MeasuresRequestSchema, PersonChangedSchema, PostChangedSchema, PublishableReplySchema, PublishableRequestSchema, RecordFiledSchema, SchemeAdoptedSchema,
  type DeclarationSubmitted, type EvidenceOfUnitRequest, type FileCheckRequest, type FileDerived, type FilesReceived, type MeasuresRequest, type PersonChanged, type PostChanged, type PublishableRequest, type RecordFiled, type SchemeAdopted,
} from '@xingchuang/contracts';
import { Answers, eventsFor } from '@xingchuang/server';
import { FreezeService } from './archive/freeze-service.ts';
import { DerivedService } from './derived/derived-service.ts';
import { AdoptionDirectory } from './duty/adoption-directory.ts';
import { FileCheck } from './file/file-check.ts';
import { FlagRaiser } from './flag/flag-raiser.ts';
import { Ledger } from './log/ledger.ts';
import { LogStore } from './log/log-store.ts';
import { KeptElsewhere } from './integrity/kept-elsewhere.ts';
import { MeasureAnswers } from './record/measure-answers.ts';
import { PeopleDirectory } from './record/people-directory.ts';
import { PostDirectory } from './record/post-directory.ts';
import { RecordWords } from './record/record-words.ts';
import { SearchIndex } from './search/search-index.ts';

const On = eventsFor('evidence');

/** What evidence hears beyond units and schemes. */
@Controller()
export class Handlers {
  constructor(
    @Inject(PeopleDirectory) readonly people: PeopleDirectory,
    @Inject(PostDirectory) readonly posts: PostDirectory,
    @Inject(FreezeService) readonly freezing: FreezeService,
    @Inject(SearchIndex) readonly search: SearchIndex,
    @Inject(FlagRaiser) readonly flags: FlagRaiser,
    @Inject(DerivedService) readonly derived: DerivedService,
    @Inject(MeasureAnswers) readonly measures: MeasureAnswers,
    @Inject(RecordWords) readonly words: RecordWords,
    @Inject(AdoptionDirectory) readonly adoptions: AdoptionDirectory,
    @Inject(Ledger) readonly ledger: Ledger,
    @Inject(LogStore) readonly log: LogStore,
    @Inject(FileCheck) readonly check: FileCheck,
    @Inject(KeptElsewhere) readonly elsewhere: KeptElsewhere,
  ) {}

  @On(BlobKeptSchema)
  async blobKept(@Payload() event: BlobKept): Promise<void> {
    await this.elsewhere.kept(event);
  }

  @On(BlobReleasedSchema)
  async blobReleased(@Payload() event: BlobReleased): Promise<void> {
    await this.elsewhere.released(event);
  }

  @On(PersonChangedSchema)
  async personChanged(@Payload() event: PersonChanged): Promise<void> {
    await this.people.apply(event);
  }

  @On(PostChangedSchema)
  async postChanged(@Payload() event: PostChanged): Promise<void> {
    await this.posts.apply(event);
  }

  @On(SchemeAdoptedSchema)
  async schemeAdopted(@Payload() event: SchemeAdopted): Promise<void> {
    await this.adoptions.apply(event);
  }

  @On(DeclarationSubmittedSchema)
  async declarationSubmitted(@Payload() event: DeclarationSubmitted): Promise<void> {
    await this.freezing.freeze(event);
  }

  @On(FilesReceivedSchema)
  async filesReceived(@Payload() { files }: FilesReceived): Promise<void> {
    const ids = files.map(({ fileId }) => fileId);
    await this.derived.received(files);
    await this.flags.lookAtNew(ids);
    await this.search.refreshFiles(ids);
  }

  @On(FileDerivedSchema)
  async fileDerived(@Payload() { fileId }: FileDerived): Promise<void> {
    await this.flags.lookAtFile(fileId);
    await this.search.refreshFiles([fileId]);
  }

  @On(RecordFiledSchema)
  async recordFiled(@Payload() { recordId, version }: RecordFiled): Promise<void> {
    await this.flags.lookAtRecord(recordId, version === 1);
    await this.search.refreshRecord(recordId);
  }

  /** What was issued is in the log for good: another file under its number would not have its digest. */
  @On(BulletinIssuedSchema)
  async bulletinIssued(@Payload() { bulletinId, kind, number, unitId, issuedOn, pdfSha256: pdf, docxSha256: docx, approvedBy }: BulletinIssued): Promise<void> {
    await this.ledger.note({ act: 'bulletin.issued', objectId: bulletinId, content: { kind, number, unitId, issuedOn, pdf, docx }, by: approvedBy });
  }

  /** A round was handed out as a package: its digest is the name of the leaf, so that whoever has the package finds it. The same package is entered once. */
  @On(CampaignPackagedSchema)
  async campaignPackaged(@Payload() { campaignId, digest, takenBy }: CampaignPackaged): Promise<void> {
    if ((await this.log.entriesOf(digest)).length === 0) await this.ledger.note({ act: 'campaign.packaged', objectId: digest, content: { campaignId, digest }, by: takenBy });
  }

  /** Another service prints the head of the log in a document. */
  @Answers('evidence.checkpoint', CheckpointRequestSchema, CheckpointReplySchema)
  async checkpoint() {
    return create(CheckpointReplySchema, { text: (await this.log.state()).checkpoint });
  }

  /** Another service asks which ids are a unit's, before it relies on them. */
  @Answers('evidence.of-unit', EvidenceOfUnitRequestSchema, EvidenceOfUnitReplySchema)
  async ofUnit(@Payload() request: EvidenceOfUnitRequest) {
    return create(EvidenceOfUnitReplySchema, await this.freezing.ofUnit(request));
  }

  /** Another service asks for copies of photos that it may publish. */
  @Answers('evidence.publishable', PublishableRequestSchema, PublishableReplySchema)
  async publishable(@Payload() request: PublishableRequest) {
    return create(PublishableReplySchema, { copies: await this.derived.publishables(request) });
  }

  /** Another service was sent a file, and asks whether it may be kept. */
  @Answers('evidence.file-check', FileCheckRequestSchema, FileCheckReplySchema)
  async fileCheck(@Payload() request: FileCheckRequest) {
    return create(FileCheckReplySchema, await this.check.ask(request));
  }

  /** Another service tells of a record in a document. */
  @Answers('evidence.record-words', RecordWordsRequestSchema, RecordWordsReplySchema)
  async wordsOf(@Payload() request: RecordWordsRequest) {
    return this.words.of(request);
  }

  /** Another service counts on records: what they come to, with the records behind each number. */
  @Answers('evidence.measures', MeasuresRequestSchema, MeasuresReplySchema)
  async measuresOf(@Payload() request: MeasuresRequest) {
    return this.measures.of(request);
  }
}
