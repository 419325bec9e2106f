/** An answer as it came over the wire. */
export interface WireAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** A GraphQL operation as text; whatever is wrong with it is sent as it is. */
export interface WireOperation {
  readonly query: string;
  readonly variables?: object;
  readonly operationName?: string;
}

/**
 * Sends an operation to the gateway at `url`, as any client could.
 * @param accessToken of the account to send it for; nobody's unless told
 */
export async function sendOperation(url: string, operation: WireOperation, accessToken?: string): Promise<WireAnswer> {
  const headers = {
    'content-type': 'application/json',
    ...(accessToken !== undefined && { authorization: `Bearer ${accessToken}` }),
  };
  return send(`${url}/graphql`, { method: 'POST', headers, body: JSON.stringify(operation) });
}

/** Sends a request and reads the whole answer. */
export async function send(url: string, request: RequestInit = {}): Promise<WireAnswer> {
  const answer = await fetch(url, request);
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
}
