import { AnswerLost, RemoteError, ServiceUnreachable } from '@accounts-center/subgraph-kit';

/**
 * How a call to an app failed: it was certainly not seen, it may have taken effect, or the app answered with an error.
 * @returns undefined for any other error: then something of ours is broken
 */
export function appFailure(error: unknown): 'unreachable' | 'lost' | 'error' | undefined {
  if (error instanceof ServiceUnreachable) return 'unreachable';
  if (error instanceof AnswerLost) return 'lost';
  return error instanceof RemoteError ? 'error' : undefined;
}
