import { z } from 'zod';
import { standardText } from '../font/standard-text.ts';

// Line ends, tabs, halves of characters, zero-width marks and direction overrides change what a reader sees without being seen themselves.
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;
// QR version 13 at level M: the largest symbol whose modules stay above 0.4 mm at 30 mm; what carries a signature needs that much.
const LONGEST_ADDRESS = 330;

/** One run of text, at most so many characters, without line ends or invisible characters; printed as it is, whatever it looks like. */
export const line = (longest = 200) =>
  z
    .string()
    .overwrite(standardText)
    .refine((text) => [...text].length <= longest, `最多 ${longest} 个字 / at most ${longest} characters`)
    .refine((text) => !INVISIBLE.test(text), '不能有换行、制表符和看不见的字符 / no line ends, tabs or invisible characters');

export const filledLine = (longest = 200) => line(longest).refine((text) => text.trim() !== '', '不能为空 / not blank');

/** A calendar day, YYYY-MM-DD. */
export const day = z.iso.date();

/** The address that the QR code leads to. What stands behind `#` is for the reader of the code alone: it is not printed as text. */
export const address = z
  .url({ protocol: /^https?$/ })
  .max(LONGEST_ADDRESS)
  .regex(/^[\x21-\x7e]+$/, 'ASCII only');

/** When the document came into being, UTC: an input, so that the same data gives the same bytes. */
export const instant = z.iso.datetime();
