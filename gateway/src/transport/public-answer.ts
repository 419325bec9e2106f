import { type AbortSignalLike, type Logger, levelOf } from '@accounts-center/subgraph-kit';
import type { GraphQLFormattedError } from 'graphql';
import { publicSubgraphError } from '../errors/subgraph-error.ts';
import type { SubgraphAnswer } from './subgraph-transport.ts';

/** Of the failures in one answer so many are told: a list may have one at each of its items. */
const TOLD = 3;

/**
 * Logs what is wrong with a subgraph's answer, and leaves of its errors what a client may see.
 * @param call.signal aborted when nobody waits for the answer any more: then a missing answer is nothing to worry about, nor is
 * it where the time of the caller's whole request was up; an outage is told of where calls are made
 */
export function publicAnswer(
  answer: SubgraphAnswer,
  { service, signal }: { readonly service: string; readonly signal: AbortSignalLike | undefined },
  log: Logger,
): SubgraphAnswer {
  if (!answer.ok) {
    const isExpected = signal?.aborted === true || answer.reason === 'late';
    const level = isExpected ? 'debug' : levelOf(answer.cause, 'error');
    log[level]({ service, reason: answer.reason, err: answer.cause }, 'A subgraph does not answer');
    return answer;
  }
  const { errors } = answer.result;
  if (!errors) return answer;
  const failed: GraphQLFormattedError[] = [];
  const visible = errors.map((error) => publicSubgraphError(error, (hidden) => failed.push(hidden)));
  for (const { message: problem, extensions, path } of failed.slice(0, TOLD))
    log.error(
      { service, problem, errorCode: extensions?.['code'], path, ofFailures: failed.length },
      'A subgraph failed',
    );
  return { ok: true, result: { ...answer.result, errors: visible } };
}
