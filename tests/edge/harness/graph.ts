import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';
import { type Subgraph, startSubgraph } from './subgraph.ts';

const LINK = `extend schema @link(
  url: "https://specs.apollo.dev/federation/v2.9"
  import: ["@key", "@authenticated", "@requiresScopes", "@cost", "@listSize", "@external"]
)
directive @cacheControl(maxAge: Int, scope: CacheControlScope, inheritMaxAge: Boolean) on FIELD_DEFINITION | OBJECT
enum CacheControlScope { PUBLIC PRIVATE }`;

const PEOPLE = `${LINK}
  type Query {
    me: Person @authenticated
    person(id: ID!): Person
    people(first: Int = 2): [Person!] @listSize(slicingArguments: ["first"])
  }
  type Mutation { rename(id: ID!, name: String!): Person }
  type Person @key(fields: "id") @cacheControl(maxAge: 60) {
    id: ID!
    name: String
    email: String @authenticated
    salary: Int @requiresScopes(scopes: [["hr:read"]])
    nickname: String
  }`;

const POSTS = `${LINK}
  type Query { latest: Post }
  type Mutation { write(text: String!): Post }
  type Post @key(fields: "id") @cacheControl(maxAge: 20) { id: ID! text: String author: Person }
  type Person @key(fields: "id") @cacheControl(maxAge: 20) { id: ID! posts: [Post] report: String @cost(weight: 300) }`;

const CHANGES = `${LINK}
  type Query { changes: Int }
  type Subscription { renamed: Person, noticed: Person @authenticated }
  type Person @key(fields: "id") { id: ID! }`;

/** Three subgraphs and what they are together. */
export interface Graph extends AsyncDisposable {
  readonly people: Subgraph;
  readonly posts: Subgraph;
  readonly changes: Subgraph;
  readonly supergraphSdl: string;
  /** The same, before people had nicknames. */
  readonly olderSdl: string;
  /** Gives a person another name, and tells whoever has subscribed. */
  rename(name: string): void;
  /** How many are subscribed at the subgraph. */
  readonly hearers: () => number;
}

export async function startGraph(): Promise<Graph> {
  const names = new Map([['1', 'Ann']]);
  const person = (id: string) => ({
    id,
    name: names.get(id) ?? `Person ${id}`,
    email: `${id}@example.com`,
    salary: 100,
    nickname: `Nick ${id}`,
  });
  const post = { id: 'p1', text: 'Hello', author: { __typename: 'Person', id: '1' } };
  const topic = createTopic();
  const subscribed = { subscribe: topic.hear, resolve: (id: string) => ({ id }) };
  const people = await startSubgraph(PEOPLE, {
    Query: {
      me: () => person('1'),
      person: (_: unknown, { id }: { id: string }) => person(id),
      people: (_: unknown, { first }: { first: number }) => Array.from({ length: first }, (__, at) => person(`${at}`)),
    },
    Mutation: {
      rename: (_: unknown, { id, name }: { id: string; name: string }) => person(names.set(id, name) && id),
    },
    Person: { __resolveReference: ({ id }: { id: string }) => person(id) },
  });
  const posts = await startSubgraph(POSTS, {
    Query: { latest: () => post },
    Mutation: { write: () => post },
    Person: { posts: () => [post], report: () => 'long' },
  });
  const changes = await startSubgraph(CHANGES, {
    Query: { changes: () => 0 },
    Subscription: { renamed: subscribed, noticed: subscribed },
  });
  const subgraphs = { people, posts, changes };
  return {
    ...subgraphs,
    supergraphSdl: compose(subgraphs),
    olderSdl: compose({ ...subgraphs, people: { ...people, typeDefs: PEOPLE.replace('nickname: String', '') } }),
    rename: (name) => {
      names.set('1', name);
      topic.tell('1');
    },
    hearers: topic.hearers,
    [Symbol.asyncDispose]: async () => {
      for (const subgraph of Object.values(subgraphs)) await subgraph[Symbol.asyncDispose]();
    },
  };
}

function compose(subgraphs: Readonly<Record<string, Pick<Subgraph, 'typeDefs' | 'url'>>>): string {
  const services = Object.entries(subgraphs).map(([name, { typeDefs, url }]) => ({
    name,
    url,
    typeDefs: parse(typeDefs),
  }));
  const { supergraphSdl, errors } = composeServices(services);
  if (supergraphSdl === undefined) throw new Error(String(errors));
  return supergraphSdl;
}

function createTopic() {
  const hearers = new Set<(value: string) => void>();
  return {
    hearers: () => hearers.size,
    tell: (value: string) => {
      for (const hear of hearers) hear(value);
    },
    hear: () => {
      const waiting: string[] = [];
      let wake = (): void => {};
      const hear = (value: string): void => {
        waiting.push(value);
        wake();
      };
      hearers.add(hear);
      const next = async (): Promise<IteratorResult<string, undefined>> => {
        while (waiting.length === 0) await new Promise<void>((resolve) => (wake = resolve));
        return { done: false, value: waiting.shift() as string };
      };
      const iterator = {
        next,
        return: async () => {
          hearers.delete(hear);
          return { done: true as const, value: undefined };
        },
        [Symbol.asyncIterator]: () => iterator,
      };
      return iterator;
    },
  };
}
