import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { SchemePublishedSchema, type DecideTry } from '@xingchuang/contracts';
import { Refusal } from '@xingchuang/rules';
import { checkScheme, decideInPieces, effectsOf, explain, parseFactsInPieces, parseScheme, titlesOf, type Problem, type Scheme } from '@xingchuang/schemes';
import { CLOCK, DATABASE, eachInTurns, inTurns, type Clock, type Database } from '@xingchuang/server';
import type { Entry } from '../candidacy/candidacy.ts';
import { ASSESSMENT_CONFIG, type AssessmentConfig } from '../config.ts';
import { sha256 } from '../digest.ts';
import { sharesOf } from '../title-rule.ts';
import { SchemeStore, type PublishedScheme } from './scheme-store.ts';

/** Publishes the scheme files of the folder, and answers what they say. */
@Injectable()
export class SchemeService implements OnModuleInit {
  readonly #parsed = new Map<string, Scheme>();

  constructor(
    @Inject(DATABASE) readonly database: Database,
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(ASSESSMENT_CONFIG) readonly config: AssessmentConfig,
    @Inject(SchemeStore) readonly schemes: SchemeStore,
  ) {}

  /** Each version is published once; a file changed under a version already published stops the start, unless that came from a draft. */
  async onModuleInit(): Promise<void> {
    const { SCHEMES_DIR, SCHEMES } = this.config;
    const offered = readdirSync(SCHEMES_DIR).filter((file) => /\.ya?ml$/.test(file)).sort();
    const wanted = SCHEMES?.map((id) => `${id}.yaml`) ?? offered;
    for (const file of wanted) await this.#publishFile(join(SCHEMES_DIR, file));
  }

  async #publishFile(file: string): Promise<void> {
    const text = readFileSync(file, 'utf8');
    const problems = checkScheme(text);
    if (problems.length > 0) throw new Error(`评定办法文件有误 / faulty scheme file ${file}\n${problems.map(({ line, column, zh, en }) => `  ${line}:${column} ${zh} / ${en}`).join('\n')}`);
    const { id: schemeId, version } = parseScheme(text);
    const id = `${schemeId}@${version}`;
    await this.database.transaction(async () => {
      const known = await this.schemes.find(id);
      if (known && known.digest !== sha256(text)) {
        if (known.publishedBy) return; // an installation's own version stands; a delivered file with its number must not stop the system
        throw new Error(`${file}: ${id} 已发布过且内容不同，请改用新的 version / was published with other content, give the file a new version`);
      }
      if (!known) await this.#insert({ id, schemeId, version, text, publishedBy: null });
    });
  }

  /** A checked text as the next version of its scheme, for good. Runs inside a transaction. */
  async publish(text: string, by: Entry['by']): Promise<PublishedScheme> {
    const { id: schemeId, version } = parseScheme(text);
    const newest = await this.schemes.newest(schemeId);
    const next = (newest?.version ?? 0) + 1;
    if (version !== next) throw new Refusal('conflict', 'scheme.version-taken', { scheme: schemeId, version, newest: next - 1, next }, 'text');
    return this.#insert({ id: `${schemeId}@${version}`, schemeId, version, text, publishedBy: by });
  }

  /** The newest version of a scheme, or undefined for one that was never published. */
  async newest(schemeId: string): Promise<Scheme | undefined> {
    const found = await this.schemes.newest(schemeId);
    return found && this.#parse(found);
  }

  async #insert(given: Omit<PublishedScheme, 'digest' | 'publishedAt'>): Promise<PublishedScheme> {
    const { schemeId, version, text } = given;
    const published = await this.schemes.insert({ ...given, digest: sha256(text), publishedAt: this.clock.now().toISOString() });
    await this.database.emit(SchemePublishedSchema, schemeId, { schemeId, version, text });
    return published;
  }

  /** The text of a version, by default the newest. */
  async text(schemeId: string, version: number | undefined): Promise<PublishedScheme> {
    return this.#published(schemeId, version);
  }

  async list() {
    return (await this.schemes.list()).map((published) => this.#view(published));
  }

  async detail(schemeId: string, version: number | undefined) {
    const published = await this.#published(schemeId, version);
    const scheme = this.#parse(published);
    return { ...this.#view(published), text: published.text, catalogue: scheme, scheme };
  }

  /** A version of a scheme, by default the newest; refuses one that was never published. */
  async get(schemeId: string, version?: number): Promise<Scheme> {
    return this.#parse(await this.#published(schemeId, version));
  }

  check(text: string): readonly Problem[] {
    return checkScheme(text);
  }

  /** Facts in, decisions out, nothing kept: all units as if they belonged to one larger unit. */
  async try(schemeId: string, { version, ...file }: DecideTry) {
    const scheme = await this.get(schemeId, version);
    const facts = await inTurns(parseFactsInPieces(scheme, file));
    const { parameters = {} } = facts;
    const decisions = await inTurns(decideInPieces(scheme, facts));
    const levels = decisions.map(({ level }) => level);
    const kinds = new Map(facts.units.map(({ unit, kind }) => [unit, kind === undefined ? {} : { kind }]));
    const own = await eachInTurns(decisions, (decision) => effectsOf(scheme, { ...decision, ...kinds.get(decision.unit) }, parameters).map((effect) => ({ unit: decision.unit, ...effect })));
    const effects = [
      ...own.flat(),
      ...effectsOf(scheme, { levels }, parameters).map((effect) => ({ unit: '', ...effect })),
    ];
    return {
      scheme: scheme.id,
      version: scheme.version,
      units: await eachInTurns(decisions, (decision) => ({ ...decision, text: explain(scheme, decision) })),
      shares: sharesOf(scheme, levels),
      titles: titlesOf(scheme, levels, parameters),
      effects,
    };
  }

  #view(published: PublishedScheme) {
    const { schemeId: id, version, digest, publishedAt } = published;
    return { id, version, digest, publishedAt, name: this.#parse(published).name };
  }

  async #published(schemeId: string, version: number | undefined): Promise<PublishedScheme> {
    const found = await (version === undefined ? this.schemes.newest(schemeId) : this.schemes.find(`${schemeId}@${version}`));
    if (!found) throw new Refusal('missing', 'scheme.missing', { scheme: schemeId, version: version ?? '' }, 'schemeId');
    return found;
  }

  #parse({ id, text }: PublishedScheme): Scheme {
    const scheme = this.#parsed.get(id) ?? parseScheme(text);
    this.#parsed.set(id, scheme);
    return scheme;
  }
}
