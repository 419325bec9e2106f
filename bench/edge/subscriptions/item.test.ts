import { Supergraph } from '@apollo/federation-internals';
import { graphqlSync, parse, validate } from 'graphql';
import { expect, it } from 'vitest';
import { compose, sdlOf } from '../graphs.ts';
import { details, equalSubscription, LONG_SUBSCRIPTION, ownSubscription } from './item.ts';

const subgraphs = ['news', 'details'].map((name) => {
  return { name, url: `http://localhost/${name}`, sdl: sdlOf(`subscriptions/${name}.graphql`) };
});
const schema = Supergraph.build(compose(subgraphs)).apiSchema().toGraphQLJSSchema();

it.each([0, 1, 9, 9_999])('client %i gets what it asks for', (client) => {
  const { query, dataOf } = ownSubscription(client);
  expect(validate(schema, parse(query))).toEqual([]);
  const { data } = graphqlSync({ schema, source: query, rootValue: { changed: { number: 7, ...details } } });
  expect(JSON.stringify({ data })).toContain(dataOf(7));
  expect(JSON.stringify({ data })).not.toContain(dataOf(8));
});

it('no client asks for what another one does, unless they are to be equal', () => {
  const own = Array.from({ length: 10_000 }, (_, client) => ownSubscription(client).query);
  expect(new Set(own).size).toBe(10_000);
  expect(equalSubscription().query).toBe(equalSubscription().query);
  expect(validate(schema, parse(LONG_SUBSCRIPTION))).toEqual([]);
});
