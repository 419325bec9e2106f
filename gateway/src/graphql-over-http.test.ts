import { serverAudits } from 'graphql-http';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Constellation, startConstellation } from './testing/constellation.ts';

let family: Constellation;
let url: string;

beforeAll(async () => {
  family = await startConstellation('in process');
  url = `${await family.gateway.listen({ host: '127.0.0.1', port: 0 })}/graphql`;
});
afterAll(() => family[Symbol.asyncDispose]());

const audits = serverAudits({ url: () => url, fetchFn: fetch });

it('has audits of the whole specification', () => {
  expect(audits).toHaveLength(61);
});

it.each(audits.map(({ id, name, fn }) => ({ id, name, fn })))('$id: $name', async ({ fn }) => {
  const result = await fn();
  expect(result).toMatchObject({ status: 'ok' });
});
