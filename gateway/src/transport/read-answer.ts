import type { GraphQLFormattedError } from 'graphql';
import type { SubgraphAnswer } from './subgraph-transport.ts';

/** Codes of requests refused as a whole for what the client wrote: custom scalars are checked by the subgraphs only. */
const CLIENT_FAULTS: ReadonlySet<unknown> = new Set(['BAD_USER_INPUT', 'GRAPHQL_VALIDATION_FAILED']);

/** Reads what a subgraph sent over HTTP. */
export function readAnswerText(text: string): SubgraphAnswer {
  const answer = readAnswer(parsed(text));
  // JSON has no other way to say what has to be escaped; and a text made of bytes has no lone surrogates.
  return answer.ok && !text.includes('\\') ? { ok: true, result: { ...answer.result, isPlain: true } } : answer;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text.startsWith('\ufeff') ? text.slice(1) : text);
  } catch {
    return undefined;
  }
}

/** Takes what a subgraph sent for a result if it has the form of one. */
export function readAnswer(value: unknown): SubgraphAnswer {
  if (!isRecord(value)) return unusable('The answer is no JSON object.');
  const { data, errors } = value;
  if (errors !== undefined && !isErrorList(errors)) return unusable('The errors are no list of GraphQL errors.');
  if (isRecord(data)) return { ok: true, result: { data, ...(errors && { errors }) } };
  if (errors === undefined) return unusable('The answer has neither data nor errors.');
  // No data at all: the operation was refused before it ran, and most such refusals are our own fault.
  const isClientFault = data === null || errors.every(({ extensions }) => CLIENT_FAULTS.has(extensions?.['code']));
  if (!isClientFault) return unusable(`The operation was refused: ${errors.map(({ message }) => message).join('; ')}`);
  return { ok: true, result: { data: null, errors } };
}

function unusable(why: string): SubgraphAnswer {
  return { ok: false, reason: 'unusable', cause: new Error(why) };
}

function isErrorList(value: unknown): value is readonly GraphQLFormattedError[] {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((error) => isRecord(error) && typeof error['message'] === 'string')
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
