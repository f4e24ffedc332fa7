import { z } from 'zod';

const CONTROL = /\p{Cc}/u;

/** Words that people type: trimmed, NFC, 1 to `most` characters as people count them (code points), no control characters. */
export const text = (most: number) =>
  z
    .string()
    .normalize('NFC')
    .trim()
    .min(1)
    .superRefine((value, context) => {
      if ([...value].length > most) context.addIssue({ code: 'too_big', origin: 'string', maximum: most, inclusive: true, input: value });
      if (CONTROL.test(value)) context.addIssue({ code: 'custom', message: '不能含有控制字符或换行 / no control characters or line breaks', input: value });
    })
    .meta({ maxLength: most });

export const KindName = z.string().regex(/^[a-z][a-z0-9_]{0,39}$/);
export const PageSize = z.coerce.number().int().min(1).max(500).default(100);
export const PageToken = z.string().max(400).optional();
/** Characters are matched as they stand; upper and lower case and full and half width are the same. */
export const Search = z.string().trim().min(1).max(100).optional();
