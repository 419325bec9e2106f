import type { Graph } from '../../harness/graph.ts';

const noReference = 'refused before it runs';

/** Variables that are wrong: the request is refused and no subgraph is asked. */
export const wrongVariables: Graph = {
  subgraphs: {
    a: `
      type Query { echo(n: Int, kind: Kind, filter: Filter, must: String = "x"): String need(id: ID!): String }
      enum Kind { A B }
      input Filter { max: Int! deep: [Filter!] }`,
  },
  data: { Query: { echo: (args) => JSON.stringify(args), need: ({ id }) => id } },
  cases: {
    'a text for a number': {
      operation: 'query ($n: Int) { echo(n: $n) }',
      variables: { n: 'one' },
      errors: [{ message: /\$n.* Int cannot represent non-integer value: "one"/ }],
      calls: { a: 0 },
      noReference,
    },
    'a number too large for an Int': {
      operation: 'query ($n: Int) { echo(n: $n) }',
      variables: { n: 2 ** 31 },
      errors: [{ message: /\$n.* Int cannot represent non 32-bit signed integer/ }],
      calls: { a: 0 },
      noReference,
    },
    'no value of the enum': {
      operation: 'query ($k: Kind) { echo(kind: $k) }',
      variables: { k: 'C' },
      errors: [{ message: /\$k.*"C" does not exist in "Kind" enum/ }],
      calls: { a: 0 },
      noReference,
    },
    'a field that the input does not have': {
      operation: 'query ($f: Filter) { echo(filter: $f) }',
      variables: { f: { max: 1, min: 2 } },
      errors: [{ message: /\$f.*"min" is not defined by type "Filter"/ }],
      calls: { a: 0 },
      noReference,
    },
    'a missing field deep inside': {
      operation: 'query ($f: Filter) { echo(filter: $f) }',
      variables: { f: { max: 1, deep: [{ max: 2 }, {}] } },
      errors: [{ message: /\$f.*deep\[1\].*"max" of required type "Int!" was not provided/ }],
      calls: { a: 0 },
      noReference,
    },
    'nothing where something must be': {
      operation: 'query ($d: ID!) { need(id: $d) }',
      errors: [{ message: /\$d.*required type "ID!" was not provided/ }],
      calls: { a: 0 },
      noReference,
    },
    'null where something must be': {
      operation: 'query ($d: ID!) { need(id: $d) }',
      variables: { d: null },
      errors: [{ message: /\$d.*non-null type "ID!" must not be null/ }],
      calls: { a: 0 },
      noReference,
    },
    'null for an argument that has a default is null': {
      operation: 'query ($m: String = "y") { echo(must: $m) }',
      variables: { m: null },
      data: { echo: '{"must":null}' },
    },
    'two wrong ones: each is named': {
      operation: 'query ($n: Int, $k: Kind) { echo(n: $n, kind: $k) }',
      variables: { n: 1.5, k: 1 },
      errors: [{ message: /\$n/ }, { message: /\$k/ }],
      calls: { a: 0 },
      noReference,
    },
  },
};
