import { ApolloClient, ApolloLink, InMemoryCache, ServerError } from '@apollo/client';
import { defer } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { ProfileSyncDocument } from '../../generated/operations.ts';
import { authorizationLink } from './authorization-link.ts';

/** Sends one query, with a gateway that accepts one token only; what it was sent, and what came of it. */
async function ask(session: { first: string | undefined; renewed: string | undefined }) {
  const seen: unknown[] = [];
  const gateway = new ApolloLink((operation) =>
    defer(async () => {
      const { authorization } = (operation.getContext()['headers'] ?? {}) as Record<string, unknown>;
      seen.push(authorization);
      if (authorization === 'Bearer old' || authorization === 'Bearer older') throw refusal();
      return { data: { viewer: null } };
    }),
  );
  const keeper = {
    accessToken: async () => (seen.length === 0 ? session.first : session.renewed),
    renew: async () => session.renewed,
  };
  const client = new ApolloClient({
    link: ApolloLink.from([authorizationLink(keeper), gateway]),
    cache: new InMemoryCache(),
  });
  const { error } = await client.query({ query: ProfileSyncDocument, errorPolicy: 'all' });
  return { seen, error };
}

function refusal(): ServerError {
  return new ServerError('Unauthorized', { response: new Response(null, { status: 401 }), bodyText: '' });
}

describe('a request', () => {
  it('carries the access token', async () => {
    expect(await ask({ first: 'good', renewed: undefined })).toEqual({ seen: ['Bearer good'], error: undefined });
  });

  it('of nobody carries none', async () => {
    expect(await ask({ first: undefined, renewed: undefined })).toEqual({ seen: [undefined], error: undefined });
  });

  it('whose token is refused is sent once more with a new one', async () => {
    expect(await ask({ first: 'old', renewed: 'good' })).toEqual({
      seen: ['Bearer old', 'Bearer good'],
      error: undefined,
    });
  });

  it('is not sent a third time', async () => {
    const { seen, error } = await ask({ first: 'old', renewed: 'older' });
    expect(seen).toEqual(['Bearer old', 'Bearer older']);
    expect(error).toBeInstanceOf(ServerError);
  });
});
