import { expect, it } from 'vitest';
import { readFreshness } from './freshness.ts';

it.each([
  ['max-age=60', 60, false],
  ['public, max-age=60', 60, false],
  ['max-age=60, private', 60, true],
  ['Private, Max-Age="60"', 60, true],
  ['private="set-cookie", max-age=60', 60, true],
  ['max-age=60, s-maxage=5', 5, false],
  ['s-maxage=5', 5, false],
])('%s lets an answer be kept', (header, maxAgeSeconds, isPrivate) => {
  expect(readFreshness(header)).toEqual({ maxAgeSeconds, isPrivate });
});

it.each([
  undefined,
  '',
  'public',
  'no-store',
  'max-age=60, no-store',
  'no-cache="x", max-age=60',
  'max-age=0',
  'max-age=-1',
  'max-age=sixty',
  'max-age=60, s-maxage=0',
  'x-max-age=60',
])('%s does not', (header) => {
  expect(readFreshness(header)).toBeUndefined();
});
