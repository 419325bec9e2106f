import { expect, it } from 'vitest';
import { authenticatedShop, compose, FIVE, shopSubgraphs } from './graphs.ts';

it('five subgraphs are at the addresses that they are given', () => {
  const supergraph = compose(shopSubgraphs('http://origin', FIVE));
  expect(supergraph.match(/url: "http:\/\/origin\/(\w+)"/g)).toHaveLength(5);
});

it('the shop that is guarded is the same but for the token that it demands for people and reviews', () => {
  const guarded = authenticatedShop('http://origin');
  const fields = (supergraph: string) => supergraph.match(/^ {2}\w+(\(.*?\))?: .*?(?= @join__field|$)/gm);
  expect(fields(guarded)).toEqual(fields(compose(shopSubgraphs('http://origin', FIVE.slice(0, 4)))));
  expect(guarded).toMatch(/type Review\n.*\n *@authenticated/);
  expect(guarded.match(/^ {2}(me|user|users)\b.*@authenticated/gm)).toHaveLength(3);
});
