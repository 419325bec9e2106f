import { readFileSync } from 'node:fs';
import { eventsSubgraph, services, supergraphPath } from '@accounts-center/schema';
import { expect, it } from 'vitest';
import { EVENTS_ADDRESS, servedSubgraphs, subgraphAddresses } from './supergraph.ts';

it('names the subgraphs of the supergraph, those with a server and those without', () => {
  const sdl = readFileSync(supergraphPath, 'utf8');
  const names = services.map(({ name }) => name);
  expect(servedSubgraphs(sdl).sort()).toEqual(names.sort());
  expect(subgraphAddresses(sdl).get(eventsSubgraph)).toBe(EVENTS_ADDRESS);
});

it('refuses what is no supergraph', () => {
  expect(() => servedSubgraphs('type Query { a: Int }')).toThrow('no supergraph');
});
