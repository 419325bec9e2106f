import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Constellation, startConstellation } from './testing/constellation.ts';

let family: Constellation;
beforeAll(async () => {
  family = await startConstellation('in process', { settings: { http: { maxBatchSize: 3 } } });
});
afterAll(() => family[Symbol.asyncDispose]());

const send = async (payload: unknown) => {
  const headers = { 'content-type': 'application/json' };
  const request = { method: 'POST', url: '/graphql', payload: JSON.stringify(payload), headers } as const;
  const answer = await family.gateway.server.inject(request);
  return { status: answer.statusCode, body: answer.json<unknown>() };
};
const echo = (text: string) => ({ query: `{ instagramEcho(text: "${text}") }` });

describe('a batch', () => {
  it('is answered in its order, each operation for itself', async () => {
    expect(await send([echo('one'), { query: '{ nothing }' }, { ...echo('three'), operationName: 'Other' }])).toEqual({
      status: 200,
      body: [
        { data: { instagramEcho: 'one' } },
        { errors: [expect.objectContaining({ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } })] },
        { errors: [expect.objectContaining({ message: expect.stringContaining('Other') })] },
      ],
    });
  });

  it('of one is answered as an array', async () => {
    expect(await send([echo('one')])).toEqual({ status: 200, body: [{ data: { instagramEcho: 'one' } }] });
  });

  it.each([
    ['of more than are allowed', [echo('1'), echo('2'), echo('3'), echo('4')]],
    ['of none', []],
    ['with something that is no operation', [echo('1'), 'secret']],
    ['within a batch', [[echo('1')]]],
  ])('%s is refused as a whole', async (_, payload) => {
    expect(await send(payload)).toMatchObject({
      status: 400,
      body: { errors: [{ extensions: { code: 'BAD_REQUEST' } }] },
    });
  });

  it('in which one document is nested too deeply is refused', async () => {
    const deep = { query: `${'{ viewer '.repeat(2_000)}${'}'.repeat(2_000)}` };
    expect(await send([echo('1'), deep])).toMatchObject({
      status: 400,
      body: { errors: [{ extensions: { code: 'GRAPHQL_PARSE_FAILED' } }] },
    });
  });
});

it('is refused in production unless told', async () => {
  await using closed = await startConstellation('in process', { development: false });
  const answer = await closed.gateway.server.inject({ method: 'POST', url: '/graphql', payload: [echo('1')] });
  expect(answer.statusCode).toBe(400);
});
