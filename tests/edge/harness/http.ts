import type { FormattedExecutionResult } from 'graphql';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: FormattedExecutionResult<Record<string, unknown>, Record<string, unknown>>;
  /** Of the errors. */
  readonly codes: readonly unknown[];
}

/** Sends a request with this JSON as its body. */
export async function post(
  url: string,
  sent: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/graphql-response+json, application/json',
      ...headers,
    },
    body: JSON.stringify(sent),
  });
  const body = (await response.json()) as Answer['body'];
  const codes = (body.errors ?? []).map(({ extensions }) => extensions?.['code']);
  return { status: response.status, headers: response.headers, body, codes };
}
