import type { GraphClient } from '@accounts-center/client';
import { RefreshSessionDocument, type SessionTokensFragment } from '../../generated/operations.ts';

/**
 * Trades a refresh token for new tokens; `undefined` when the session is over.
 * @throws GraphError or the network's error when there is no answer
 */
export async function refreshSession(
  graph: GraphClient,
  refreshToken: string,
): Promise<SessionTokensFragment | undefined> {
  const { refreshSession: payload } = await graph.request(RefreshSessionDocument, { input: { refreshToken } });
  if (payload === null) throw new Error('The session could not be carried on.');
  return payload.session ?? undefined;
}
