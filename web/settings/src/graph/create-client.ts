import { ApolloClient, ApolloLink, HttpLink } from '@apollo/client';
import type { SessionKeeper } from '../session/session-keeper.ts';
import { authorizationLink } from './authorization-link.ts';
import { createCache } from './cache.ts';

/** The client through which the page asks the graph, as whoever is signed in. */
export function createClient(session: Pick<SessionKeeper, 'accessToken' | 'renew'>): ApolloClient {
  return new ApolloClient({
    link: ApolloLink.from([authorizationLink(session), new HttpLink({ uri: '/graphql' })]),
    cache: createCache(),
  });
}
