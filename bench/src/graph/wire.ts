import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { print } from 'graphql';
import { Pool } from 'undici';

/** An operation ready to be sent. */
export interface PreparedRequest {
  readonly body: string;
  readonly accessToken: string | undefined;
}

/** The gateway over connections that are kept open. */
export interface Wire {
  /**
   * Sends an operation and reads the whole answer.
   * @returns its data
   * @throws when the answer has errors, or its mutation was refused
   */
  send(request: PreparedRequest): Promise<unknown>;
  close(): Promise<void>;
}

interface Answer {
  readonly data?: Readonly<Record<string, { readonly userErrors?: readonly unknown[] } | null>> | null;
  readonly errors?: readonly unknown[];
}

export function createWire(url: string, connections: number): Wire {
  const pool = new Pool(url, { connections });
  return {
    send: async ({ body, accessToken }) => {
      const headers = {
        'content-type': 'application/json',
        ...(accessToken !== undefined && { authorization: `Bearer ${accessToken}` }),
      };
      const answer = await pool.request({ path: '/graphql', method: 'POST', headers, body });
      const { data, errors = [] } = (await answer.body.json()) as Answer;
      const refusals = Object.values(data ?? {}).flatMap((payload) => payload?.userErrors ?? []);
      const problems = [...errors, ...refusals];
      if (problems.length > 0) throw new Error(`The graph refused: ${JSON.stringify(problems)}`);
      return data;
    },
    close: () => pool.close(),
  };
}

export function prepare<T, V extends Record<string, unknown>>(
  operation: TypedDocumentNode<T, V>,
  variables: V,
  accessToken?: string,
): PreparedRequest {
  return { body: JSON.stringify({ query: print(operation), variables }), accessToken };
}
