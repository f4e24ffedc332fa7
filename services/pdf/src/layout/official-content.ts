import type { Piece } from '../font/glyph-shaper.ts';

/** A run of text with the inputs it came from. */
export type Said = readonly Piece[];

export type BodyItem =
  | { readonly kind: 'heading'; readonly level: 1 | 2; readonly text: Said }
  | { readonly kind: 'paragraph'; readonly text: Said; readonly indent: number; readonly hanging: number; readonly keep: boolean; readonly opposite?: Said | undefined }
  | { readonly kind: 'table'; readonly table: TableContent }
  | { readonly kind: 'blank' };

export interface TableContent {
  readonly caption?: Said | undefined;
  readonly columns: readonly { readonly title: Said; readonly align: 'left' | 'center' | 'right' }[];
  readonly rows: readonly (readonly Said[])[];
}

/** What a document in the layout of GB/T 9704 says, whatever file it becomes. */
export interface OfficialContent {
  readonly createdAt: Date;
  /** 发文机关标志 in red; without it the document is an inner one: a list, a sheet. */
  readonly masthead?: string | undefined;
  /** 发文字号. */
  readonly symbol?: string | undefined;
  readonly title: Said;
  readonly author: string;
  readonly addressee?: string | undefined;
  readonly body: readonly BodyItem[];
  readonly attachments: readonly string[];
  /** 署名 and 成文日期 (YYYY-MM-DD). */
  readonly signed?: { readonly issuer: string; readonly date: string } | undefined;
  /** 版记: 抄送, and who printed it when. */
  readonly imprint?: { readonly copiesTo?: string | undefined; readonly office: string; readonly date: string } | undefined;
  readonly verifyUrl?: string | undefined;
  readonly checkpoint?: string | undefined;
}

export const plain = (said: Said): string => said.map(({ text }) => text).join('');
