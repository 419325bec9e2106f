import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ENGINES } from './engine.ts';
import { type Constellation, startConstellation } from './testing/constellation.ts';
import { DEEP_SECRET, type Mood } from './testing/services.ts';
import { WAYS } from './testing/ways.ts';

const COMBINATIONS = ENGINES.flatMap((engine) => WAYS.map((way) => [engine, way] as const));

describe.each(COMBINATIONS)('the %s engine, services %s', (engine, way) => {
  let family: Constellation;
  beforeEach(async () => {
    family = await startConstellation(way, { engine, settings: { subgraphs: { all: { timeoutMs: 1_000 } } } });
  });
  afterEach(() => family[Symbol.asyncDispose]());

  describe('errors of a subgraph', () => {
    it.each([
      ['FORBIDDEN', 'FORBIDDEN', 'You may not do this.'],
      ['BAD_INPUT', 'BAD_USER_INPUT', 'The argument "first" must be from 1 to 100.'],
    ])('%s pass with message, path and code', async (kind, code, message) => {
      const { status, data, errors } = await family.ask(`{ here: instagramTrouble(kind: ${kind}) }`);
      expect({ status, data, errors }).toEqual({
        status: 200,
        data: { here: null },
        errors: [{ message, path: ['here'], extensions: { code } }],
      });
    });

    it('without a code of their own are masked, under the request id', async () => {
      const { text, errors } = await family.ask('{ instagramTrouble(kind: BUG) }', {
        headers: { 'x-request-id': 'req-1' },
      });
      const extensions = { code: 'INTERNAL_SERVER_ERROR', requestId: 'req-1' };
      expect(errors).toEqual([{ message: 'Internal server error', path: ['instagramTrouble'], extensions }]);
      expect(text).not.toContain('internal:5432');
      expect(family.logged()).toMatch(/"requestId":"req-1","service":"instagram".*A subgraph failed/);
    });

    it.each([
      ['a literal', '{ instagramSince(when: "yesterday") }', undefined],
      ['a variable', 'query ($when: DateTime!) { instagramSince(when: $when) }', { when: 'yesterday' }],
    ])('about %s of a custom scalar reach who wrote it', async (_, query, variables) => {
      const { errors } = await family.ask(query, { ...(variables && { variables }) });
      expect(errors).toMatchObject([
        { message: expect.stringContaining('DateTime'), extensions: { code: 'BAD_USER_INPUT' } },
      ]);
    });

    it('stand at the entity that they are about; @apollo/gateway does not know which item of a list that is', async () => {
      const pathOf = async (query: string): Promise<unknown> =>
        (await family.ask(query)).errors?.map(({ path }) => path);
      expect(await pathOf('{ viewer { account { secret } } }')).toEqual([['viewer', 'account', 'secret']]);
      const item = engine === 'stock' ? [] : [1, 'secret'];
      expect(await pathOf('{ viewer { mixed { ... on InstagramUser { secret } } } }')).toEqual([
        ['viewer', 'mixed', ...item],
      ]);
    });

    it('about a null that must not be are errors, not silence', async () => {
      const { data, errors } = await family.ask('{ instagramRequired { always } }');
      expect(data).toEqual({ instagramRequired: null });
      expect(errors).toHaveLength(1);
    });
  });

  describe('D2: a subgraph that does not serve', () => {
    const unavailable = {
      message: 'instagram does not answer',
      extensions: { code: 'SUBGRAPH_UNAVAILABLE', service: 'instagram' },
    };

    it('and is down takes away its own fields alone', async () => {
      await family.stop(family.instagram);
      const { status, data, errors, text } = await family.ask(
        '{ viewer { accounts { id username } } echo: instagramEcho(text: "a") }',
      );
      const accounts = [1, 2].map((id) => ({ id: `${id}`, username: null }));
      expect({ status, data }).toEqual({ status: 200, data: { viewer: { accounts }, echo: null } });
      expect(errors).toHaveLength(2);
      expect(errors).toContainEqual({ ...unavailable, path: ['echo'] });
      expect(errors).toContainEqual({ ...unavailable, path: ['viewer', 'accounts'] });
      expect(text).not.toMatch(/127\.0\.0\.1|internal|ECONN/);
    });

    it.each<Mood>(['slow', 'rubbish', 'refusing'])('but is %s is no different', async (mood) => {
      family.instagram.mood = mood;
      const { data, errors, text } = await family.ask('{ viewer { account { id username } } centerCaller }');
      expect(data).toMatchObject({
        viewer: { account: { id: '1', username: null } },
        centerCaller: expect.any(String),
      });
      expect(errors).toEqual([{ ...unavailable, path: ['viewer', 'account'] }]);
      expect(text).not.toContain(DEEP_SECRET);
      expect(family.logged()).toMatch(/"service":"instagram".*A subgraph does not answer/);
    });
  });
});
