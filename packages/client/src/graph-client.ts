import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { type GraphQLFormattedError, print } from 'graphql';

/** A media file that was uploaded: its id goes into `mediaIds` or `photoId`. Sizes in pixels, milliseconds and bytes. */
export interface UploadedMedia {
  readonly id: string;
  readonly kind: 'PHOTO' | 'VIDEO';
  readonly width: number;
  readonly height: number;
  readonly durationMs: number | null;
  readonly sizeBytes: number;
}

/** The graph answered with errors. `data` is what it could answer all the same, `null` when nothing. */
export class GraphError extends Error {
  override readonly name = 'GraphError';
  readonly errors: readonly GraphQLFormattedError[];
  readonly data: unknown;

  constructor(errors: readonly GraphQLFormattedError[], data: unknown) {
    super(errors.map((error) => error.message).join('; '));
    this.errors = errors;
    this.data = data;
  }
}

/** An upload was refused. `code` is stable for programs, e.g. `TOO_LARGE`. */
export class UploadError extends Error {
  override readonly name = 'UploadError';
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** A caller of the graph, signed in to at most one account. */
export interface GraphClient {
  /** Sends one operation and returns its data. Throws {@link GraphError} when the answer carries errors. */
  request<TData, TVariables extends Record<string, unknown>>(
    document: TypedDocumentNode<TData, TVariables>,
    variables: TVariables,
  ): Promise<TData>;
  /** Uploads a photo or video for an account in the app of that service. Throws {@link UploadError}. */
  uploadMedia(service: string, file: Blob, altText?: string): Promise<UploadedMedia>;
  /** The same caller, signed in with this access token. */
  withAccessToken(accessToken: string): GraphClient;
}

/**
 * A client of the gateway at `url` (scheme, host and port, e.g. `http://localhost:4000`).
 */
export function createGraphClient(url: string, accessToken?: string): GraphClient {
  const authorization: Record<string, string> =
    accessToken === undefined ? {} : { authorization: `Bearer ${accessToken}` };
  return {
    async request(document, variables) {
      const response = await fetch(new URL('/graphql', url), {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'application/json', ...authorization },
        body: JSON.stringify({ query: print(document), variables }),
      });
      const answer = (await response.json()) as { data?: unknown; errors?: GraphQLFormattedError[] };
      if (answer.errors !== undefined && answer.errors.length > 0)
        throw new GraphError(answer.errors, answer.data ?? null);
      return answer.data as never;
    },
    async uploadMedia(service, file, altText) {
      const form = new FormData();
      if (altText !== undefined) form.set('altText', altText);
      form.set('file', file);
      const response = await fetch(new URL(`/media/${service}`, url), {
        method: 'POST',
        headers: authorization,
        body: form,
      });
      const answer = (await response.json()) as UploadedMedia & UploadRefusal;
      if (!response.ok) throw uploadError(answer, response.status);
      return answer;
    },
    withAccessToken: (token) => createGraphClient(url, token),
  };
}

interface UploadRefusal {
  readonly errors?: readonly GraphQLFormattedError[];
}

function uploadError({ errors = [] }: UploadRefusal, status: number): UploadError {
  const [refusal] = errors;
  const code = refusal?.extensions?.['code'];
  return new UploadError(typeof code === 'string' ? code : 'UNKNOWN', refusal?.message ?? `HTTP ${status}`);
}
