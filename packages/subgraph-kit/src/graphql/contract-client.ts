import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { type DocumentNode, print } from 'graphql';
import { z } from 'zod';
import { IDENTITY_HEADER, type IdentityClaims, type IdentitySigner } from '../identity/identity.ts';
import { parseJson } from '../json.ts';
import { AnswerLost } from '../service-client/failures.ts';
import type { ServiceClient, ServiceResponse } from '../service-client/service-client.ts';

/** The service answered with a GraphQL error. */
export class RemoteError extends Error {
  /** The error's `extensions.code`. */
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.name = 'RemoteError';
    this.code = code;
  }
}

export interface ContractRequestOptions {
  readonly timeoutMs: number;
  /** What the call's identity says beyond issuer and audience. */
  readonly claims?: IdentityClaims;
}

/** Calls one service's GraphQL endpoint with typed documents. */
export interface ContractClient {
  /**
   * @returns the operation's data
   * @throws ServiceUnreachable when the operation certainly did not run
   * @throws AnswerLost when it may have run
   * @throws RemoteError when the service answered with an error; under INTERNAL_SERVER_ERROR, too, it may have run in part
   */
  request<TData, TVariables>(
    document: TypedDocumentNode<TData, TVariables>,
    variables: TVariables,
    options: ContractRequestOptions,
  ): Promise<TData>;
}

const Answer = z.object({
  data: z.unknown().optional(),
  errors: z
    .array(z.object({ message: z.string(), extensions: z.object({ code: z.string() }).optional() }))
    .nonempty()
    .optional(),
});

/**
 * A client of `service`, signing its calls for `audience`.
 * @param parts.path `/contract` unless told
 * @param parts.audience `<service>/contract` unless told
 */
export function contractClient(parts: {
  client: ServiceClient;
  signer: IdentitySigner;
  service: string;
  path?: string;
  audience?: string;
}): ContractClient {
  const { client, signer, service, path = '/contract', audience = `${service}/contract` } = parts;
  const printed = new WeakMap<DocumentNode, string>();

  function textOf(document: DocumentNode): string {
    const text = printed.get(document) ?? print(document);
    printed.set(document, text);
    return text;
  }

  return {
    request: async <TData, TVariables>(
      document: TypedDocumentNode<TData, TVariables>,
      variables: TVariables,
      { timeoutMs, claims }: ContractRequestOptions,
    ) => {
      const headers = { 'content-type': 'application/json', [IDENTITY_HEADER]: await signer.for(audience, claims) };
      const body = JSON.stringify({ query: textOf(document), variables });
      const response = await client.send({ service, method: 'POST', path, headers, body, timeoutMs });
      return (await readData(service, response)) as TData;
    },
  };
}

async function readData(service: string, response: ServiceResponse): Promise<unknown> {
  const text = await response.text();
  const answer = Answer.safeParse(parseJson(text));
  // Something between us and the service answered in its place: what the service did is unknown.
  if (!answer.success) throw new AnswerLost(service, new Error(`No GraphQL response, status ${response.status}.`));
  const [error] = answer.data.errors ?? [];
  if (error) throw new RemoteError(error.extensions?.code ?? 'UNKNOWN', error.message);
  return answer.data.data;
}
