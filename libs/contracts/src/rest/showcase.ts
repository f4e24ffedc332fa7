import { z } from 'zod';
import { DayText, Id, page } from './common.ts';

const line = (most: number) => z.string().normalize('NFC').trim().max(most).regex(/^\P{Cc}*$/u);
const Search = z.string().normalize('NFC').trim().min(1).max(60).optional();
const PageToken = z.string().max(100).optional();

export const ARTICLE_STATES = ['draft', 'submitted', 'returned', 'published', 'withdrawn'] as const;
export type ArticleState = (typeof ARTICLE_STATES)[number];
export const MOST_PHOTOS = 12;

export const ArticleWrite = z.strictObject({
  title: line(100).min(1),
  /** Paragraphs are separated by line breaks; it is text and nothing else. */
  text: z.string().normalize('NFC').trim().min(1).max(20_000),
  /** Photos of the unit's evidence; what is published are copies without time and place. */
  photos: z.array(z.strictObject({ fileId: Id, caption: line(100) })).max(MOST_PHOTOS),
});
export type ArticleWrite = z.infer<typeof ArticleWrite>;
export const ArticleStart = ArticleWrite.extend({ unitId: Id });
export type ArticleStart = z.infer<typeof ArticleStart>;
export const ArticleReason = z.strictObject({ reason: z.string().normalize('NFC').trim().min(1).max(500) });
export type ArticleReason = z.infer<typeof ArticleReason>;

export const ArticleView = z.object({
  id: Id,
  version: z.int(),
  unitId: Id,
  unitName: z.string(),
  title: z.string(),
  text: z.string(),
  photos: z.array(z.object({ fileId: Id, caption: z.string() })),
  state: z.enum(ARTICLE_STATES),
  /** Why it was returned or withdrawn. */
  reason: z.string(),
  submittedOn: z.string(),
  publishedOn: z.string(),
  views: z.int(),
  /** Whether the reader may decide on it: somebody else than who wrote or submitted it. */
  mayReview: z.boolean(),
});
export type ArticleView = z.infer<typeof ArticleView>;
export const ArticleLine = ArticleView.omit({ text: true, photos: true, mayReview: true });
export type ArticleLine = z.infer<typeof ArticleLine>;
export const ArticleQuery = z.strictObject({ unitId: Id.optional(), state: z.enum(ARTICLE_STATES).optional(), search: Search, pageToken: PageToken });
export type ArticleQuery = z.infer<typeof ArticleQuery>;
export const ArticlePage = page(ArticleLine);
export type ArticlePage = z.infer<typeof ArticlePage>;

export const ShowcaseStatisticsQuery = z.strictObject({ unitId: Id.optional(), from: DayText, to: DayText });
export type ShowcaseStatisticsQuery = z.infer<typeof ShowcaseStatisticsQuery>;
const counts = { submitted: z.int(), published: z.int(), withdrawn: z.int(), views: z.int() };
/** What was submitted, published, withdrawn and viewed in a period; views are counted without anything about who viewed. */
export const ShowcaseStatistics = z.object({ from: DayText, to: DayText, total: z.object(counts), items: z.array(z.object({ unitId: Id, unitName: z.string(), ...counts })) });
export type ShowcaseStatistics = z.infer<typeof ShowcaseStatistics>;

// --- what anyone may see: these fields and no others ---

export const PublicArticleLine = z.object({ id: Id, title: z.string(), unitName: z.string(), publishedOn: DayText, photos: z.int() });
export type PublicArticleLine = z.infer<typeof PublicArticleLine>;
export const PublicArticlePage = page(PublicArticleLine);
export type PublicArticlePage = z.infer<typeof PublicArticlePage>;
export const PublicArticleQuery = z.strictObject({ search: Search, pageToken: PageToken });
export type PublicArticleQuery = z.infer<typeof PublicArticleQuery>;
/** Photo n of 1 … is at `photos/{n}`. */
export const PublicArticle = z.object({ id: Id, title: z.string(), unitName: z.string(), publishedOn: DayText, text: z.string(), photos: z.array(z.object({ caption: z.string() })) });
export type PublicArticle = z.infer<typeof PublicArticle>;
