import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { costNamesOf } from './cost-directives.ts';
import { readCostSchema } from './cost-schema.ts';

function compose(imports: string, cost: string, listSize: string): string {
  const typeDefs = parse(`extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [${imports}])
    type Query { all(first: Int, last: Int): [T] @${listSize}(assumedSize: 3, slicingArguments: ["first", "last"], requireOneSlicingArgument: false) }
    type T @${cost}(weight: 4) { n(in: In, e: E @${cost}(weight: 6)): Int @${cost}(weight: 5) }
    input In { a: Int @${cost}(weight: 7) }
    enum E @${cost}(weight: 8) { A }`);
  const { supergraphSdl, errors } = composeServices([{ name: 'a', url: 'http://a.test', typeDefs }]);
  if (errors) throw new AggregateError(errors, errors.map(({ message }) => message).join('\n'));
  return supergraphSdl;
}

describe.each([
  ['imported', '"@cost", "@listSize"', 'cost', 'listSize'],
  ['imported by other names', '{name: "@cost", as: "@price"}, {name: "@listSize", as: "@items"}', 'price', 'items'],
  ['not imported', '', 'federation__cost', 'federation__listSize'],
])('the directives of subgraphs, %s,', (_, imports, cost, listSize) => {
  const schema = readCostSchema(compose(imports, cost, listSize));

  it('are read from the supergraph', () => {
    expect(schema.fieldOf('Query', 'all')).toMatchObject({
      weight: 4,
      isList: true,
      listSize: { assumedSize: 3, slicingArguments: [['first'], ['last']], sizedFields: [], requiresOne: false },
    });
    const field = schema.fieldOf('T', 'n');
    expect([field?.weight, field?.inputs.get('e')?.weight]).toEqual([5, 6]);
    expect(schema.inputFieldsOf('In')?.get('a')?.weight).toBe(7);
  });
});

it.each([
  ['schema @link(url: "https://specs.apollo.dev/cost/v0.1") { query: Q }', 'cost', 'cost__listSize'],
  ['schema @link(url: "https://specs.apollo.dev/cost/v0.1", as: "c") { query: Q }', 'c', 'c__listSize'],
  ['schema { query: Q }', 'cost', 'listSize'],
])('%s names them', (sdl, cost, listSize) => {
  expect(costNamesOf(parse(sdl))).toEqual({ cost, listSize });
});

it('what an interface says of a field holds for the types that implement it, unless they say otherwise', () => {
  const schema = readCostSchema(`interface I { a: [Int] @listSize(assumedSize: 5) @cost(weight: 2) }
    type A implements I { a: [Int] } type B implements I { a: [Int] @listSize(assumedSize: 6) @cost(weight: 3) }`);
  const [a, b] = [schema.fieldOf('A', 'a'), schema.fieldOf('B', 'a')];
  expect([a?.listSize?.assumedSize, a?.weight, b?.listSize?.assumedSize, b?.weight]).toEqual([5, 2, 6, 3]);
});

it('a weight may be a text, as IBM’s specification writes it', () => {
  const schema = readCostSchema('type Query { a: Int @cost(weight: "2.5") b: Int @cost(weight: "much") }');
  expect([schema.fieldOf('Query', 'a')?.weight, schema.fieldOf('Query', 'b')?.weight]).toEqual([2.5, 0]);
});
