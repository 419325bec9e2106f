import { ApolloLink, CombinedGraphQLErrors, type ErrorLike, ServerError } from '@apollo/client';
import { SetContextLink } from '@apollo/client/link/context';
import { ErrorLink } from '@apollo/client/link/error';
import { from, mergeMap } from 'rxjs';
import type { SessionKeeper } from '../session/session-keeper.ts';

/** What the links tell each other about a request. */
interface Sent {
  readonly accessToken?: string;
  readonly isSecondTry?: boolean;
}

type Session = Pick<SessionKeeper, 'accessToken' | 'renew'>;

/**
 * Sends the session's access token along, and once more with a new one when it is refused. That is safe for mutations too:
 * the gateway refuses a token before it does anything else.
 */
export function authorizationLink(session: Session): ApolloLink {
  return ApolloLink.from([retryWithNewToken(session), sendToken(session)]);
}

function sendToken(session: Session): ApolloLink {
  return new SetContextLink(async ({ headers }) => {
    const accessToken = await session.accessToken();
    if (accessToken === undefined) return {};
    return { accessToken, headers: { ...(headers as object), authorization: `Bearer ${accessToken}` } };
  });
}

function retryWithNewToken(session: Session): ApolloLink {
  return new ErrorLink(({ error, operation, forward }) => {
    const { accessToken, isSecondTry } = operation.getContext() as Sent;
    if (accessToken === undefined || isSecondTry === true || !isUnauthenticated(error)) return undefined;
    operation.setContext({ isSecondTry: true });
    return from(session.renew(accessToken)).pipe(mergeMap(() => forward(operation)));
  });
}

function isUnauthenticated(error: ErrorLike): boolean {
  if (ServerError.is(error)) return error.statusCode === 401;
  return (
    CombinedGraphQLErrors.is(error) && error.errors.some(({ extensions }) => extensions?.['code'] === 'UNAUTHENTICATED')
  );
}
