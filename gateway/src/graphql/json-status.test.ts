import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Constellation, startConstellation } from '../testing/constellation.ts';

let family: Constellation;
beforeAll(async () => {
  family = await startConstellation('in process');
});
afterAll(() => family[Symbol.asyncDispose]());

const GRAPHQL = 'application/graphql-response+json';

it.each([
  ['application/json', '{', 200],
  ['application/json', '{ nothing }', 200],
  ['application/json', '', 400],
  [`${GRAPHQL}, application/json;q=0.9`, '{', 400],
  [GRAPHQL, '{ nothing }', 400],
  ['*/*', '{', 400],
])('accepting %s, the operation “%s” gets the status %i', async (accept, query, status) => {
  const answer = await family.ask(query, { headers: { accept } });
  expect([answer.status, answer.errors?.length, answer.data]).toEqual([status, 1, undefined]);
});
