import type { GraphQLFormattedError } from 'graphql';
import { isForClients } from '../errors/subgraph-error.ts';
import { readFreshness } from './freshness.ts';
import type { SubgraphAnswer } from './subgraph-transport.ts';

/** A client can do nothing with more of them. */
const MAX_ERRORS = 1_000;
/** No operation is nested so deeply. */
const MAX_PATH = 256;

/** What a proxy says that got no answer of the subgraph behind it. */
const BAD_GATEWAY: ReadonlySet<number> = new Set([502, 503, 504]);

/** What came over HTTP. */
export interface HttpAnswer {
  readonly status: number;
  readonly text: string;
  /** The header of this name. */
  readonly cacheControl?: string | undefined;
}

/** Reads what a subgraph sent over HTTP, or what stands before it. */
export function readHttpAnswer({ status, text, cacheControl }: HttpAnswer): SubgraphAnswer {
  const answer = readAnswerText(text);
  if (answer.ok) {
    const freshness = readFreshness(cacheControl);
    return freshness ? { ok: true, result: { ...answer.result, freshness } } : answer;
  }
  const cause = new Error(`HTTP ${status}. ${(answer.cause as Error).message}`);
  return { ok: false, reason: BAD_GATEWAY.has(status) ? 'lost' : answer.reason, cause };
}

/** Reads the JSON of an answer. */
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
  const { data } = value;
  const given = value['errors'] ?? [];
  if (!isErrorList(given)) return unusable('The errors are no list of GraphQL errors.');
  const errors = given.slice(0, MAX_ERRORS).map(placed);
  if (given.length > MAX_ERRORS) errors.push(moreErrors(given.length - MAX_ERRORS));
  if (isRecord(data)) return { ok: true, result: { data, ...(errors.length > 0 && { errors }) } };
  if (errors.length === 0) return unusable('The answer has neither data nor errors.');
  if (data === null) return { ok: true, result: { data, errors } };
  // No data at all: the operation was refused before it ran.
  return errors.some(isForClients) ? { ok: true, result: { errors } } : refused(errors);
}

function moreErrors(count: number): GraphQLFormattedError {
  return { message: `There are ${count} more errors.`, extensions: { code: 'TOO_MANY_ERRORS' } };
}

/** An operation that was refused for what is no matter of clients: there is no answer. */
export function refused(errors: readonly GraphQLFormattedError[]): SubgraphAnswer {
  return unusable(`The operation was refused: ${errors.map(({ message }) => message).join('; ')}`);
}

/** An error without its path where that is none. */
function placed(error: GraphQLFormattedError): GraphQLFormattedError {
  if (error.path === undefined || isPath(error.path)) return error;
  return { message: error.message, ...(error.extensions && { extensions: error.extensions }) };
}

function isPath(path: unknown): boolean {
  return (
    Array.isArray(path) &&
    path.length <= MAX_PATH &&
    path.every((element) => typeof element === 'string' || Number.isInteger(element))
  );
}

function unusable(why: string): SubgraphAnswer {
  return { ok: false, reason: 'unusable', cause: new Error(why) };
}

function isErrorList(value: unknown): value is readonly GraphQLFormattedError[] {
  return Array.isArray(value) && value.every((error) => isRecord(error) && typeof error['message'] === 'string');
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
