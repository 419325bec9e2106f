import type { Graph } from '../../harness/graph.ts';

const boom = new Error('boom');

/** Interface objects under conditions, and errors of their fields. */
export const conditionsAndErrors: Graph = {
  subgraphs: {
    a: `
      type Query { things: [Thing] one: Thing }
      interface Thing @key(fields: "id") { id: ID! }
      interface Named { id: ID! }
      type Red implements Thing & Named @key(fields: "id") { id: ID! red: Int bad: Int parts: Parts worse: Int! }
      type Parts { bad: Int! good: Int }
      type Blue implements Thing & Named @key(fields: "id") { id: ID! blue: Int }`,
    b: `
      type Query { seen: [Thing!] last: Thing! }
      type Thing @interfaceObject @key(fields: "id") { id: ID! extra(n: Int = 7): String list: [Int] must: Int! }`,
  },
  data: {
    Query: { things: ['r', 'b'], one: 'b', seen: ['b', 'r'], last: 'r' },
    Red: {
      r: {
        id: '1',
        red: 1,
        extra: ({ n }) => `r${n}`,
        list: [1],
        must: 1,
        bad: boom,
        worse: boom,
        parts: { bad: boom, good: 1 },
      },
    },
    Blue: { b: { id: '2', blue: 2, extra: boom, list: [boom], must: null } },
  },
  cases: {
    'a fragment on another interface': { operation: '{ last { ... on Named { id } } }', data: { last: { id: '1' } } },
    'a fragment on another interface, beside other fields': {
      operation: '{ seen { extra: id ... on Named { __typename ... on Red { red } } } }',
      data: {
        seen: [
          { extra: '2', __typename: 'Blue' },
          { extra: '1', __typename: 'Red', red: 1 },
        ],
      },
    },
    'a field left out for all but one type': {
      operation: 'query ($no: Boolean!) { seen { extra @include(if: $no) ... on Red { must list } } }',
      variables: { no: false },
      data: { seen: [{}, { must: 1, list: [1] }] },
    },
    'a field of one type, nothing but conditions on the others': {
      operation:
        'query ($no: Boolean!) { seen { ... on Blue { ... on Thing { id @include(if: $no) } } ... on Red { red must } } }',
      variables: { no: false },
      data: { seen: [{}, { red: 1, must: 1 }] },
    },
    'a fragment on another interface, left out': {
      operation: 'query ($no: Boolean!) { last { ... on Named { id @include(if: $no) } } }',
      variables: { no: false },
      data: { last: {} },
    },
    'beside a field, one of them left out': {
      operation:
        'query ($yes: Boolean!, $no: Boolean!) { last @include(if: $yes) { extra } last { ... on Named @include(if: $yes) { id @include(if: $no) } } }',
      variables: { yes: true, no: false },
      data: { last: { extra: 'r7' } },
    },
    'a fragment on a type, left out': {
      operation:
        'query ($no: Boolean!) { seen { ... on Red { red @include(if: $no) } ... on Named { ... on Blue { blue @skip(if: $no) } } } }',
      variables: { no: false },
      data: { seen: [{ blue: 2 }, {}] },
    },
    'an error of a field of one type only': {
      operation: '{ things { ... on Red { list extra } } }',
      data: { things: [{ list: [1], extra: 'r7' }, {}] },
    },
    'an error of a field of the type it is on': {
      operation: '{ seen { ... on Blue { list extra } } }',
      data: { seen: [{ list: [null], extra: null }, {}] },
      errors: [
        { message: 'boom', path: ['seen', 0, 'list', 0] },
        { message: 'boom', path: ['seen', 0, 'extra'] },
      ],
    },
    'errors of fields of one type that the other subgraph tells': {
      operation: '{ last { extra ... on Red { x: bad parts { good bad } } } seen { ... on Red { bad } } }',
      data: { last: { extra: 'r7', x: null, parts: null }, seen: [{}, { bad: null }] },
      errors: [
        { message: 'boom', path: ['last', 'x'] },
        { message: 'boom', path: ['last', 'parts', 'bad'] },
        { message: 'boom', path: ['seen', 1, 'bad'] },
      ],
    },
    'an error of one that must not be null': {
      operation: '{ seen { id ... on Red { worse } } }',
      data: { seen: null },
      errors: [{ message: 'boom', path: ['seen', 1, 'worse'] }],
    },
    'an error on every type': {
      operation: '{ things { extra list } }',
      data: {
        things: [
          { extra: 'r7', list: [1] },
          { extra: null, list: [null] },
        ],
      },
      errors: [
        { message: 'boom', path: ['things', 1, 'extra'] },
        { message: 'boom', path: ['things', 1, 'list', 0] },
      ],
    },
    'nulls where none may be, on one type only': {
      operation: '{ seen { id ... on Red { must } } }',
      data: { seen: [{ id: '2' }, { id: '1', must: 1 }] },
    },
    'nulls where none may be': {
      operation: '{ things { must } last { must } }',
      data: { things: [{ must: 1 }, null], last: { must: 1 } },
      errors: [{ message: 'Cannot return null for non-nullable field Blue.must.', path: ['things', 1, 'must'] }],
    },
    'a field of another type under the same name': {
      operation: '{ things { ... on Red { x: red } ... on Blue { x: blue list } } }',
      data: { things: [{ x: 1 }, { x: 2, list: [null] }] },
      errors: [{ message: 'boom', path: ['things', 1, 'list', 0] }],
    },
  },
};
