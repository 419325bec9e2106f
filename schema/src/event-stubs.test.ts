import { parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { composeGraph } from './compose.ts';
import { eventStubs } from './event-stubs.ts';
import { mergeSdl, printSdl } from './merge.ts';
import { apps, eventsSubgraph } from './registry.ts';
import { renderSubgraphs } from './render.ts';

const subgraphs = [
  parse(`"""A post.""" interface Post { """Unique.""" id: ID! text: String }
    """A post in A.""" type APost implements Post @key(fields: "id") { """Unique.""" id: ID! text: String }
    type Unrelated { id: ID! }`),
];

describe('the stubs of what events tell of', () => {
  it('are ids in the words of their subgraph, of an interface with all its types, and can not be asked for', () => {
    const source = { name: 'events', body: 'type Subscription { posted(authorId: ID!): Post }' };
    const { body } = eventStubs(source, subgraphs);
    expect(printSdl(mergeSdl([{ name: 'stubs', body }]))).toBe(`"""A post in A."""
type APost implements Post @key(fields: "id", resolvable: false) {
  """Unique."""
  id: ID!
}

"""A post."""
interface Post {
  """Unique."""
  id: ID!
}
`);
  });

  it('are refused of a type that no subgraph declares', () => {
    const source = { name: 'events', body: 'type Subscription { gone: Lost }' };
    expect(() => eventStubs(source, subgraphs)).toThrow('no subgraph declares Lost');
  });

  it('tell of the posts of every app', () => {
    const { sdl = '' } = renderSubgraphs().find(({ service }) => service === eventsSubgraph) ?? {};
    for (const { type } of apps) expect(sdl).toContain(`type ${type}Post implements Post`);
    expect(composeGraph(renderSubgraphs()).supergraph).toContain('EVENTS @join__graph(name: "events", url: "events:")');
  });
});
