import { createLogger, runInRequest } from '@accounts-center/subgraph-kit';
import { GraphQLError } from 'graphql';
import { describe, expect, it } from 'vitest';
import { internalError } from './internal-error.ts';
import { publicError } from './public-error.ts';

/** What a client sees of an error, and what the log gets. */
function given(error: Error, { hidesSchema = true } = {}) {
  const logged: { level: number; err?: { message: string } }[] = [];
  const write = (line: string): void => void logged.push(JSON.parse(line) as (typeof logged)[number]);
  const log = createLogger({ name: 'test', destination: { write } });
  const { extensions, ...rest } = error instanceof GraphQLError ? error.toJSON() : { message: error.message };
  const formatted = { ...rest, extensions: { code: 'INTERNAL_SERVER_ERROR', ...extensions } }; // as Apollo Server does
  return { seen: publicError(formatted, error, { hidesSchema, log }), logged };
}

it.each([new Error('db.internal'), new GraphQLError('db.internal')])(
  '%o, to which nobody gave a code, is masked',
  (error) => {
    const { seen, logged } = given(error);
    expect(seen).toEqual({ message: 'Internal server error', extensions: { code: 'INTERNAL_SERVER_ERROR' } });
    expect(logged).toMatchObject([{ level: 50, err: { message: 'db.internal' } }]);
  },
);

it('a failure that was named says its name, in a request and outside of any, and is not logged again', () => {
  const named = () => internalError({ message: 'Cannot return null for non-nullable field Query.a.', path: ['a'] });
  const outside = given(named());
  const inside = runInRequest({ requestId: 'r-1' }, () => given(named()));
  const { message } = named();
  const extensions = { code: 'INTERNAL_SERVER_ERROR' };
  expect(outside).toEqual({ seen: { message, path: ['a'], extensions }, logged: [] });
  expect(inside).toEqual({
    seen: { message, path: ['a'], extensions: { ...extensions, requestId: 'r-1' } },
    logged: [],
  });
});

it('a failure of a call that another request sent has the id of the one that is answered, and the log has both', () => {
  const failure = runInRequest({ requestId: 'r-1' }, () => internalError());
  const { seen, logged } = runInRequest({ requestId: 'r-2' }, () => given(failure));
  expect(seen.extensions).toEqual({ code: 'INTERNAL_SERVER_ERROR', requestId: 'r-2' });
  expect(logged).toMatchObject([{ level: 30, requestId: 'r-2', sentBy: 'r-1' }]);
});

it('a suggestion is hidden of a message that is cut, too', () => {
  for (const length of [820, 860, 880, 890, 900, 950, 2_000]) {
    const hint = 'Field "nam" is not defined by type "T". Did you mean "name" or "names"?';
    const message = `Variable "$i" got invalid value { nam: "${'x'.repeat(length)}" }; ${hint}`;
    const { seen } = given(new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } }));
    expect(seen.message).not.toMatch(/names?"/);
  }
});

it('a message that repeats much of what the client has sent is cut', () => {
  const message = `Unknown argument "${'n'.repeat(5_000)}".`;
  const { seen } = given(new GraphQLError(message, { extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }));
  expect(seen.message).toBe(`${message.slice(0, 1_000)}…`);
});

describe('names of the schema that the client did not write', () => {
  const about = (message: string) => new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } });
  const wrong = 'Variable "$i" got invalid value "a Did you mean "; ';

  it.each([
    ['Field "abcx" is not defined by type "In".', ' Did you mean "abcd"?'],
    ['Field "abcx" is not defined by type "In".', ' Did you mean "abcd" or "abce"?'],
    ['Value "REDD" does not exist in "Color" enum.', ' Did you mean the enum value "RED", "READ", or "REED"?'],
  ])('are left out of what is said of a variable: %s%s', (message, hint) => {
    expect(given(about(`${wrong}${message}${hint}`)).seen.message).toBe(`${wrong}${message}`);
    const open = given(about(`${wrong}${message}${hint}`), { hidesSchema: false });
    expect(open.seen.message).toBe(`${wrong}${message}${hint}`);
  });

  it('are not what a service says', () => {
    const said = 'There is no "ben.oko". Did you mean "ben.okoro"?';
    expect(given(about(said)).seen.message).toBe(said);
  });
});
