import { HeaderMap, type HTTPGraphQLRequest } from '@apollo/server';
import type { FastifyRequest } from 'fastify';
import { parse } from 'secure-json-parse';
import { refuse } from '../errors/refusal.ts';
import { parametersOf } from '../graphql/address-parameters.ts';
import type { OperationRequest } from './operations.ts';

type Members = Record<string, unknown>;

const FROM_ADDRESS = ['query', 'documentId', 'operationName', 'variables', 'extensions'] as const;

/**
 * The operation that a request brings, in its body or in its address.
 * @throws Refusal when it is none
 */
export function readOperation(request: FastifyRequest): OperationRequest {
  const members = request.method === 'GET' ? fromAddress(request) : request.body;
  if (!isObject(members)) throw refuse(400, 'The body is no JSON object.');
  const { query, operationName, documentId } = members;
  for (const [name, value] of Object.entries({ query, operationName }))
    if (value !== undefined && value !== null && typeof value !== 'string')
      throw refuse(400, `\`${name}\` is no text.`);
  return {
    query: (query ?? undefined) as string | undefined,
    operationName: (operationName ?? undefined) as string | undefined,
    documentId,
    variables: objectIn(members, 'variables'),
    extensions: objectIn(members, 'extensions'),
    http: httpOf(request),
    from: request,
  };
}

/** `EventSource` can ask by addresses alone. */
function fromAddress(request: FastifyRequest): Members {
  const parameters = parametersOf(request);
  const [query, documentId, operationName, variables, extensions] = FROM_ADDRESS.map((name) => {
    const [value, another] = parameters.getAll(name);
    if (another !== undefined) throw refuse(400, `\`${name}\` stands in the address more than once.`);
    return value;
  });
  return { query, documentId, operationName, variables: jsonIn(variables), extensions: jsonIn(extensions) };
}

function jsonIn(text: string | undefined): unknown {
  if (text === undefined || text === '') return undefined;
  try {
    return parse(text);
  } catch {
    throw refuse(400, 'The variables or extensions are no JSON.');
  }
}

function objectIn(members: Members, name: string): Record<string, unknown> | undefined {
  const value = members[name] ?? undefined;
  if (value === undefined || isObject(value)) return value;
  throw refuse(400, `\`${name}\` is no object.`);
}

function isObject(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** As a POST, whatever it was: by GET Apollo Server would refuse the subscriptions as well. Mutations are refused apart. */
function httpOf({ headers: given, body }: FastifyRequest): HTTPGraphQLRequest {
  const headers = new HeaderMap();
  for (const [name, value] of Object.entries(given))
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  return { method: 'POST', headers, search: '', body };
}
