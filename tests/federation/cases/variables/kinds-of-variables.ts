import type { Graph } from '../../harness/graph.ts';

const echo = (args: Record<string, unknown>) => JSON.stringify(args);

/** Variables of every input type reach the subgraph that needs them, coerced as the specification says. */
export const kindsOfVariables: Graph = {
  subgraphs: {
    a: `
      type Query { item: Item echo(int: Int, float: Float, text: String, id: ID, yes: Boolean, kind: Kind, list: [Int!], grid: [[Int]], filter: Filter, any: Any): String }
      enum Kind { A B }
      scalar Any
      input Filter { text: String = "all" kind: Kind not: Filter or: [Filter!] max: Int! = 10 any: Any }
      type Item @key(fields: "id") { id: ID! inA(filter: Filter, n: Int): String }`,
    b: `
      enum Kind { A B }
      scalar Any
      input Filter { text: String = "all" kind: Kind not: Filter or: [Filter!] max: Int! = 10 any: Any }
      type Query { other(filter: Filter): String }
      type Item @key(fields: "id") { id: ID! inB(filter: Filter, kinds: [Kind!] = [A], n: Int! = 3): String }`,
  },
  data: {
    Query: { item: 'x', echo, other: echo },
    Item: { x: { id: '1', inA: echo, inB: echo } },
  },
  cases: {
    'numbers, texts, booleans': {
      operation:
        'query ($i: Int, $f: Float, $t: String, $d: ID, $y: Boolean) { echo(int: $i, float: $f, text: $t, id: $d, yes: $y) }',
      variables: { i: -5, f: 1, t: '"$i\\"', d: 'x', y: false },
      data: { echo: '{"int":-5,"float":1,"text":"\\"$i\\\\\\"","id":"x","yes":false}' },
    },
    'numbers for an ID, whole ones for a Float': {
      operation: 'query ($d: ID, $f: Float) { echo(id: $d, float: $f) }',
      variables: { d: 7, f: 3 },
      data: { echo: '{"float":3,"id":"7"}' },
    },
    'one value for a list, and for a list of lists': {
      operation: 'query ($l: [Int!], $g: [[Int]]) { echo(list: $l, grid: $g) }',
      variables: { l: 1, g: [1, [2, null], null] },
      data: { echo: '{"list":[1],"grid":[[1],[2,null],null]}' },
    },
    'enums, and in lists': {
      operation: 'query ($k: Kind, $ks: [Kind!]) { echo(kind: $k) item { inB(kinds: $ks) } }',
      variables: { k: 'B', ks: ['B', 'A'] },
      data: { echo: '{"kind":"B"}', item: { inB: '{"kinds":["B","A"],"n":3}' } },
    },
    'inputs in inputs, with their defaults': {
      operation: 'query ($f: Filter) { item { inB(filter: $f) inA(filter: $f) } }',
      variables: { f: { not: { kind: 'A' }, or: [{ max: 1 }, {}] } },
      data: {
        item: {
          inB: '{"filter":{"text":"all","not":{"text":"all","kind":"A","max":10},"or":[{"text":"all","max":1},{"text":"all","max":10}],"max":10},"kinds":["A"],"n":3}',
          inA: '{"filter":{"text":"all","not":{"text":"all","kind":"A","max":10},"or":[{"text":"all","max":1},{"text":"all","max":10}],"max":10}}',
        },
      },
    },
    'a custom scalar of any form': {
      operation: 'query ($a: Any) { echo(any: $a) }',
      variables: { a: { deep: [1, 'x', null, { y: false }] } },
      data: { echo: '{"any":{"deep":[1,"x",null,{"y":false}]}}' },
    },
    'a variable inside of a literal': {
      operation: 'query ($m: Int!, $k: Kind) { item { inB(filter: { max: $m, or: [{ kind: $k }] }, kinds: [A, B]) } }',
      variables: { m: 4, k: 'A' },
      data: {
        item: {
          inB: '{"filter":{"text":"all","or":[{"text":"all","kind":"A","max":10}],"max":4},"kinds":["A","B"],"n":3}',
        },
      },
    },
    'a variable inside of a custom scalar': {
      operation: 'query ($x: String) { echo(any: { a: $x, b: [$x, 1, B] }) }',
      variables: { x: 'in' },
      data: { echo: '{"any":{"a":"in","b":["in",1,"B"]}}' },
    },
    'null is not the same as nothing': {
      operation:
        'query ($t: String, $u: String, $f: Filter) { echo(text: $t, id: null) other(filter: $f) a: echo(text: $u) }',
      variables: { t: null, f: { text: null } },
      data: { echo: '{"text":null,"id":null}', other: '{"filter":{"text":null,"max":10}}', a: '{}' },
    },
    'a variable left out lets the argument have its default': {
      operation: 'query ($n: Int, $k: [Kind!]) { item { inB(kinds: $k) inA(n: $n) } }',
      data: { item: { inB: '{"kinds":["A"],"n":3}', inA: '{}' } },
    },
    'a default of the variable comes before one of the argument': {
      operation: 'query ($n: Int = 8, $k: [Kind!] = [B]) { item { inB(n: $n, kinds: $k) } }',
      data: { item: { inB: '{"kinds":["B"],"n":8}' } },
    },
    'one variable for two subgraphs': {
      operation: 'query ($f: Filter) { other(filter: $f) item { inA(filter: $f) inB(filter: $f) } }',
      variables: { f: { text: 'both' } },
      data: {
        other: '{"filter":{"text":"both","max":10}}',
        item: {
          inA: '{"filter":{"text":"both","max":10}}',
          inB: '{"filter":{"text":"both","max":10},"kinds":["A"],"n":3}',
        },
      },
    },
    'variables that only the other subgraph needs are not sent to the first': {
      operation: 'query ($n: Int!) { item { id inB(n: $n) } }',
      variables: { n: 9, unheard: true },
      data: { item: { id: '1', inB: '{"kinds":["A"],"n":9}' } },
    },
    'names that every object has, given and left out': {
      operation:
        'query ($toString: Int, $constructor: String, $valueOf: Float, $hasOwnProperty: Int! = 4) { echo(int: $toString, text: $constructor, float: $valueOf) item { inA(n: $toString) inB(n: $hasOwnProperty) } }',
      variables: { valueOf: 2 },
      data: { echo: '{"float":2}', item: { inA: '{}', inB: '{"kinds":["A"],"n":4}' } },
    },
    'one value in two places with different types': {
      operation: 'query ($n: Int!) { item { inA(n: $n) inB(n: $n) } echo(int: $n, list: [$n]) }',
      variables: { n: 2 },
      data: { item: { inA: '{"n":2}', inB: '{"kinds":["A"],"n":2}' }, echo: '{"int":2,"list":[2]}' },
    },
  },
};
