import type { TestSubgraph, TestSubgraphs } from './test-graph.ts';

/** Who tells of deliveries knows nothing but their ids, like the event bus. */
const events: TestSubgraph = {
  sdl: `
    type Subscription { deliveryChanged(postId: ID!, kind: String = "any"): Delivery firm: Delivery! }
    type Delivery @key(fields: "id") { id: ID! }`,
};

/** Another subgraph knows their state, and a third one their posts. */
export const deliveries: TestSubgraphs = {
  events,
  states: {
    sdl: `
      type Query { delivery(id: ID!): Delivery }
      type Delivery @key(fields: "id") { id: ID! state: String! owner: String post: Post label(prefix: String): String }
      type Post @key(fields: "id") { id: ID! }`,
    resolvers: {
      Delivery: {
        __resolveReference: ({ id }: { id: string }) =>
          id === 'none' ? null : { id, state: id === 'broken' ? null : `state of ${id}`, post: { id: `p${id}` } },
        label: ({ id }: { id: string }, { prefix }: { prefix?: string }) => `${prefix ?? ''}${id}`,
      },
    },
  },
  posts: {
    sdl: `
      type Query { post: Post }
      type Post @key(fields: "id") { id: ID! text: String }`,
    resolvers: {
      Post: {
        __resolveReference: ({ id }: { id: string }) => ({ id }),
        text: ({ id }: { id: string }) => {
          if (id === 'pfails') throw Object.assign(new Error('No text'), { extensions: { code: 'NO_TEXT' } });
          return `text of ${id}`;
        },
      },
    },
  },
};

/** What a thin event of a delivery says. */
export function changed(id: string): Record<string, unknown> {
  return { deliveryChanged: { __typename: 'Delivery', id } };
}
