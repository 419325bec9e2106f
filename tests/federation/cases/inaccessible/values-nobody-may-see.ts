import type { Graph } from '../../harness/graph.ts';

const noReference = 'graphql-js names another fault of the same place';

/** A subgraph answers with something hidden: it becomes null, and an error that does not give it away. */
export const valuesNobodyMaySee: Graph = {
  subgraphs: {
    a: `
      type Query { colour: Colour colours: [Colour] strict: [Colour!] things: [Thing] media: Media }
      enum Colour { RED GREY @inaccessible }
      union Thing = Seen | Ghost
      type Seen { id: ID } type Ghost @inaccessible { id: ID }
      interface Media { id: ID }
      type Book implements Media { id: ID } type Draft implements Media @inaccessible { id: ID }`,
  },
  data: {
    Query: {
      colour: 'GREY',
      colours: ['RED', 'GREY'],
      strict: ['GREY'],
      things: [
        { __typename: 'Seen', id: '1' },
        { __typename: 'Ghost', id: '2' },
      ],
      media: { __typename: 'Draft', id: '3' },
    },
  },
  cases: {
    'an enum value': {
      operation: '{ colour }',
      data: { colour: null },
      errors: [{ message: /^(?!.*GREY)/, path: ['colour'] }],
      noReference,
    },
    'an enum value in a list': {
      operation: '{ colours }',
      data: { colours: ['RED', null] },
      errors: [{ message: /^(?!.*GREY)/, path: ['colours', 1] }],
      noReference,
    },
    'an enum value where no null may be': {
      operation: '{ strict }',
      data: { strict: null },
      errors: [{ message: /^(?!.*GREY)/, path: ['strict', 0] }],
      noReference,
    },
    'a member of a union': {
      operation: '{ things { __typename ... on Seen { id } } }',
      data: { things: [{ __typename: 'Seen', id: '1' }, null] },
      errors: [{ message: /^(?!.*Ghost)/, path: ['things', 1] }],
      noReference,
    },
    'a type of an interface': {
      operation: '{ media { id } }',
      data: { media: null },
      errors: [{ message: /^(?!.*Draft)/, path: ['media'] }],
      noReference,
    },
  },
};
