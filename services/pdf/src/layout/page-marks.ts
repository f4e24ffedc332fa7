import type { FontId } from '../font/font-catalogue.ts';

/** Points; the origin is the top left corner of the page and y grows downwards, as one reads. */
export const MM = 72 / 25.4;
export const A4 = { short: 210 * MM, long: 297 * MM } as const;

/** Red, green, blue; or cyan, magenta, yellow, black for what goes to print; each 0 to 1. */
export type Colour = readonly [number, number, number] | readonly [number, number, number, number];
export const BLACK: Colour = [0, 0, 0];
export const RED: Colour = [0.77, 0.05, 0.07];
export const GREY: Colour = [0.38, 0.38, 0.38];

export type Role = 'H1' | 'H2' | 'H3' | 'P' | 'Caption' | 'Figure' | 'Table' | 'TR' | 'TH' | 'TD';

/** What a mark is part of, for readers who do not see the page; marks without one are decoration. */
export interface Tag {
  readonly role: Role;
  readonly parent?: Tag;
  /** What a figure shows. */
  readonly alt?: string;
  /** Reading order among its neighbours; without it the order in which marks appear. */
  readonly order?: number;
}

export type Step =
  | readonly ['M' | 'L', number, number]
  | readonly ['C', number, number, number, number, number, number]
  | readonly ['R', number, number, number, number]
  | readonly ['Z'];

export interface TextMark {
  readonly kind: 'text';
  readonly font: FontId;
  readonly size: number;
  readonly x: number;
  /** Baseline. */
  readonly y: number;
  readonly text: string;
  /** Added after each glyph. */
  readonly spacing: number;
  /** Horizontal scale, 1 as designed. */
  readonly stretch: number;
  readonly colour: Colour;
  /** The input that the text came from. */
  readonly field: string;
  readonly tag?: Tag;
}

export interface PathMark {
  readonly kind: 'path';
  readonly steps: readonly Step[];
  readonly fill?: Colour;
  readonly stroke?: { readonly colour: Colour; readonly width: number; readonly dash?: readonly number[] };
  readonly tag?: Tag;
}

export type Mark = TextMark | PathMark;

export const tagged = (marks: readonly Mark[], tag: Tag): Mark[] => marks.map((mark) => ({ ...mark, tag }));

export interface Page {
  readonly width: number;
  readonly height: number;
  readonly marks: readonly Mark[];
  /** Drawn first, and shared with other documents: who passes the same object again has it written once. */
  readonly base?: { readonly marks: readonly Mark[] };
  /** What goes to a press: points from the edge of the sheet to where it is cut, and how far colour runs over that. */
  readonly print?: { readonly margin: number; readonly bleed: number };
}

/** A laid-out document: everything decided, nothing written. */
export interface Draft {
  readonly title: string;
  readonly author: string;
  readonly createdAt: Date;
  readonly pages: readonly Page[];
}
