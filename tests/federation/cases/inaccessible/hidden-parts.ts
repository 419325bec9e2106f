import type { Graph } from '../../harness/graph.ts';

/** What is hidden from clients still serves the subgraphs: as keys, as requirements, on the way. */
export const hiddenParts: Graph = {
  subgraphs: {
    a: `
      type Query { item: Item hidden: Int @inaccessible any: [Any] place: Place colour: Colour paint(with: Colour): String shaped(by: Shape): String }
      type Item @key(fields: "secret") { secret: ID! @inaccessible cost: Int @inaccessible name: String @tag(name: "public") }
      union Any = Item | Ghost
      type Ghost @inaccessible @key(fields: "id") { id: ID! }
      interface Place { city: String code: Int @inaccessible }
      type Town implements Place { city: String code: Int @inaccessible }
      enum Colour { RED BLUE GREY @inaccessible }
      input Shape { sides: Int = 4 hidden: Int = 7 @inaccessible }`,
    b: `
      type Item @key(fields: "secret") {
        secret: ID! cost: Int @external price: String @requires(fields: "cost") @tag(name: "internal")
        size(unit: String = "cm", precise: Boolean = true @inaccessible): String
      }`,
  },
  data: {
    Query: {
      item: 'x',
      hidden: 1,
      any: ['x', 'y'],
      place: { __typename: 'Town', city: 'Rome', code: 9 },
      colour: 'BLUE',
      paint: ({ with: colour }) => `in ${colour}`,
      shaped: ({ by }) => JSON.stringify(by),
    },
    Item: {
      x: { secret: 's1', cost: 5, name: 'X', size: ({ unit }) => `2 ${unit}` },
      y: { secret: 's2', cost: null, name: 'Y', size: null },
    },
  },
  cases: {
    'a hidden key': { operation: '{ item { size(unit: "m") name } }', data: { item: { size: '2 m', name: 'X' } } },
    'a hidden field that is required': { operation: '{ item { price } }', data: { item: { price: 'cost=5' } } },
    'names that the hidden fields have': {
      operation: '{ item { cost: price secret: name } any { ... on Item { cost: name price } } }',
      data: {
        item: { cost: 'cost=5', secret: 'X' },
        any: [
          { cost: 'X', price: 'cost=5' },
          { cost: 'Y', price: 'cost=null' },
        ],
      },
    },
    'a union with a hidden member': {
      operation: '{ any { __typename ... on Item { price } } }',
      data: {
        any: [
          { __typename: 'Item', price: 'cost=5' },
          { __typename: 'Item', price: 'cost=null' },
        ],
      },
    },
    'an interface with a hidden field': {
      operation: '{ place { city code: __typename } }',
      data: { place: { city: 'Rome', code: 'Town' } },
    },
    'enums and inputs with hidden values': {
      operation: 'query ($c: Colour) { colour paint(with: $c) }',
      variables: { c: 'RED' },
      data: { colour: 'BLUE', paint: 'in RED' },
    },
    'a hidden value of an input, as a variable': {
      operation: 'query ($c: Colour) { paint(with: $c) }',
      variables: { c: 'GREY' },
      data: undefined,
      errors: [{ message: /"GREY" does not exist in "Colour" enum/ }],
      noReference: 'refused before it runs',
    },
    'the hidden field of an input keeps its default': {
      operation: '{ shaped(by: { sides: 3 }) }',
      data: { shaped: '{"sides":3,"hidden":7}' },
      noReference: 'what clients see does not have the field',
    },
    'what is hidden is not there': {
      operation:
        '{ item: __type(name: "Item") { fields { name } } ghost: __type(name: "Ghost") { name } colour: __type(name: "Colour") { enumValues { name } } }',
      data: {
        item: { fields: [{ name: 'name' }, { name: 'price' }, { name: 'size' }] },
        ghost: null,
        colour: { enumValues: [{ name: 'RED' }, { name: 'BLUE' }] },
      },
    },
  },
};
