import { readFileSync } from 'node:fs';
import { services, supergraphPath } from '@accounts-center/schema';
import { expect, it } from 'vitest';
import { subgraphNames } from './supergraph.ts';

it('names the subgraphs of the supergraph', () => {
  const names = services.map(({ name }) => name);
  expect(subgraphNames(readFileSync(supergraphPath, 'utf8')).sort()).toEqual(names.sort());
});

it('refuses what is no supergraph', () => {
  expect(() => subgraphNames('type Query { a: Int }')).toThrow('no supergraph');
});
