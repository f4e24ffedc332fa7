import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { SchemePublishedSchema, type DecideTry } from '@xingchuang/contracts';
import { Refusal } from '@xingchuang/rules';
import { checkScheme, decide, effectsOf, explain, parseFacts, parseScheme, titlesOf, type Problem, type Scheme } from '@xingchuang/schemes';
import { CLOCK, DATABASE, type Clock, type Database } from '@xingchuang/server';
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

  /** Each version is published once; a file changed under a version already published stops the start. */
  async onModuleInit(): Promise<void> {
    for (const file of readdirSync(this.config.SCHEMES_DIR).sort()) {
      if (/\.ya?ml$/.test(file)) await this.#publish(join(this.config.SCHEMES_DIR, file));
    }
  }

  async #publish(file: string): Promise<void> {
    const text = readFileSync(file, 'utf8');
    const problems = checkScheme(text);
    if (problems.length > 0) throw new Error(`评定办法文件有误 / faulty scheme file ${file}\n${problems.map(({ line, column, zh, en }) => `  ${line}:${column} ${zh} / ${en}`).join('\n')}`);
    const { id: schemeId, version } = parseScheme(text);
    const digest = sha256(text);
    const id = `${schemeId}@${version}`;
    await this.database.transaction(async () => {
      const known = await this.schemes.find(id);
      if (known && known.digest !== digest) {
        throw new Error(`${file}: ${id} 已发布过且内容不同，请改用新的 version / was published with other content, give the file a new version`);
      }
      if (known) return;
      await this.schemes.insert({ id, schemeId, version, digest, text, publishedAt: this.clock.now().toISOString() });
      await this.database.emit(SchemePublishedSchema, schemeId, { schemeId, version, text });
    });
  }

  async list() {
    return (await this.schemes.list()).map((published) => this.#view(published));
  }

  async detail(schemeId: string, version: number | undefined) {
    const published = await this.#published(schemeId, version);
    return { ...this.#view(published), text: published.text, catalogue: this.#parse(published) };
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
    const facts = parseFacts(scheme, file);
    const { parameters = {} } = facts;
    const decisions = decide(scheme, facts);
    const levels = decisions.map(({ level }) => level);
    const effects = [
      ...decisions.flatMap((decision) => effectsOf(scheme, decision, parameters).map((effect) => ({ unit: decision.unit, ...effect }))),
      ...effectsOf(scheme, { levels }, parameters).map((effect) => ({ unit: '', ...effect })),
    ];
    return {
      scheme: scheme.id,
      version: scheme.version,
      units: decisions.map((decision) => ({ ...decision, text: explain(scheme, decision) })),
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
