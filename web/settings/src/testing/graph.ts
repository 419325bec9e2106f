import { ApolloClient, ApolloLink } from '@apollo/client';
import { GraphQLError } from 'graphql';
import { defer } from 'rxjs';
import { createCache } from '../graph/cache.ts';

type Variables = Readonly<Record<string, unknown>>;

/** What the graph answers to an operation: its data, or an error thrown as if the network or the gateway had failed. */
export type Answer = (input: Readonly<Record<string, unknown>>) => object | Promise<object>;

/** Answers by the names of the operations. */
export type Answers = Readonly<Record<string, Answer>>;

/** A graph that answers what a test says, and keeps what it was sent. */
export interface TestGraph {
  readonly client: ApolloClient;
  /** The inputs of an operation that were sent, the first one first. */
  inputsOf(operation: string): Readonly<Record<string, unknown>>[];
}

/** @param answers for each operation that is going to be sent */
export function createTestGraph(answers: Answers): TestGraph {
  const sent: { readonly operation: string; readonly input: Variables }[] = [];
  const link = new ApolloLink(({ operationName = '', variables }) =>
    defer(async () => {
      const input = (variables['input'] ?? {}) as Variables;
      sent.push({ operation: operationName, input });
      const answer = answers[operationName];
      if (answer === undefined) throw new Error(`The test has no answer to ${operationName}.`);
      return answerOf(await answer(input));
    }),
  );
  return {
    client: new ApolloClient({ link, cache: createCache() }),
    inputsOf: (operation) => sent.filter((entry) => entry.operation === operation).map(({ input }) => input),
  };
}

/** An answer with what an outage of a service has made of it. */
export class PartialAnswer {
  readonly data: object | null;
  readonly service: string;

  constructor(data: object | null, service: string) {
    this.data = data;
    this.service = service;
  }
}

function answerOf(answer: object): ApolloLink.Result {
  if (!(answer instanceof PartialAnswer)) return { data: answer as Record<string, unknown> };
  const { data, service } = answer;
  const extensions = { code: 'SUBGRAPH_UNAVAILABLE', service };
  const error = new GraphQLError(`${service} does not answer`, { extensions });
  return { data: data as Record<string, unknown>, errors: [error.toJSON()] };
}
