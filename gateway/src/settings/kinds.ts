import { z } from 'zod';
import { isHeaderValue, isOwnHeader } from '../transport/own-headers.ts';

/* The kinds of values that settings have. */

export const count = z.number().int().min(1);
export const countOrNone = z.number().int().min(0);
/** Longer than some 24 days no timer runs: it ends at once. */
const MAX_MS = 24 * 24 * 3_600_000;
export const milliseconds = z.number().int().min(1).max(MAX_MS);
export const millisecondsOrNone = z.number().int().min(0).max(MAX_MS);
export const wholeSeconds = milliseconds.multipleOf(1_000, 'has to be whole seconds');
export const share = z.number().min(0).max(1);
export const url = z.url({ protocol: /^https?$/ });
/** Scheme, host and port, as browsers write it. */
export const origin = z
  .url()
  .refine(
    (text) => URL.canParse(text) && new URL(text).origin === text,
    'is no origin: scheme, host and port, and nothing after',
  );
/** A header that a rule may name. */
export const headerName = z
  .string()
  .regex(/^[!#$%&'*+.^_`|~\w-]+$/, 'is no name of a header')
  .toLowerCase()
  .refine((name) => !isOwnHeader(name), 'each message has its own');
export const headerValue = z.string().refine(isHeaderValue, 'can’t be the value of a header');
