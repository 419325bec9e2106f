import type { ApolloClient, TypedDocumentNode } from '@apollo/client';
import { troubleOf } from './trouble.ts';

/** Why the graph refused something; part of every mutation's payload. */
export interface Problem {
  readonly code: string;
  readonly message: string;
  /** The path of the input field at fault, from `input` on. */
  readonly field?: readonly string[] | null;
  /** When it could be tried again, where waiting helps. */
  readonly until?: string | null;
}

/** Where an action that was begun stands. */
export interface ActionState {
  readonly isBusy: boolean;
  /** Why the last run was refused. */
  readonly problems: readonly Problem[];
  /** What went wrong with the last run beyond that. */
  readonly failure: string | undefined;
}

export interface Payload {
  readonly userErrors: readonly Problem[];
}

/** The problems of a payload, with what they have beyond those of others. */
export type ProblemsOf<P extends Payload> = readonly P['userErrors'][number][];

export type Outcome<P extends Payload> =
  | { readonly kind: 'accepted'; readonly payload: P }
  | { readonly kind: 'refused'; readonly problems: ProblemsOf<P> }
  /** There was no answer, or none that says whether it was done. */
  | { readonly kind: 'failed'; readonly message: string };

/** Finds a mutation's payload in what the graph answers. */
export type PayloadOf<Data, P extends Payload> = (data: Data) => P | null | undefined;

/** Sends a mutation with its one argument `input`. Never throws for what the graph or the network does. */
export async function send<Data, Input, P extends Payload>(
  client: ApolloClient,
  document: TypedDocumentNode<Data, { input: Input }>,
  input: Input,
  payloadOf: PayloadOf<Data, P>,
): Promise<Outcome<P>> {
  const { data, error } = await client.mutate({
    mutation: document,
    variables: { input },
    errorPolicy: 'all',
  });
  const payload = data === undefined || data === null ? undefined : payloadOf(data);
  if (payload === null || payload === undefined) return { kind: 'failed', message: troubleOf(error) };
  if (payload.userErrors.length > 0) return { kind: 'refused', problems: payload.userErrors };
  return { kind: 'accepted', payload };
}

/** Whether the same may have been done all the same, so that it has to be sent again under the same key. */
export function isUnsettled<P extends Payload>(outcome: Outcome<P>): boolean {
  if (outcome.kind === 'refused') return outcome.problems.some(({ code }) => code === 'APP_UNAVAILABLE');
  return outcome.kind === 'failed';
}
