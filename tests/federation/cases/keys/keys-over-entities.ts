import type { Graph } from '../../harness/graph.ts';

/** Keys that reach into other entities, and keys that differ in size from subgraph to subgraph. */
export const keysOverEntities: Graph = {
  subgraphs: {
    accounts: `
      type Query { account: Account accounts: [Account!]! }
      type Account @key(fields: "id") { id: ID! organisation: Organisation! @shareable name: String }
      type Organisation @key(fields: "id") { id: ID! }`,
    billing: `
      type Account @key(fields: "id organisation { id }") { id: ID! organisation: Organisation! @shareable balance: Int }
      type Organisation @key(fields: "id") { id: ID! plan: String @shareable }`,
    audit: `
      type Account @key(fields: "id organisation { id plan }") { id: ID! organisation: Organisation! @shareable risk: Int }
      type Organisation @key(fields: "id") { id: ID! plan: String @shareable }`,
  },
  data: {
    Query: { account: 'a2', accounts: ['a1', 'a2'] },
    Account: {
      a1: { id: '1', organisation: 'red', name: 'One', balance: 10, risk: 1 },
      a2: { id: '1', organisation: 'blue', name: 'Two', balance: 20, risk: 2 },
    },
    Organisation: { red: { id: 'r', plan: 'FREE' }, blue: { id: 'b', plan: 'PAID' } },
  },
  cases: {
    'the key holds the key of another entity': {
      operation: '{ account { balance } }',
      data: { account: { balance: 20 } },
    },
    'the same id in two organisations': {
      operation: '{ accounts { name balance } }',
      data: {
        accounts: [
          { name: 'One', balance: 10 },
          { name: 'Two', balance: 20 },
        ],
      },
    },
    'the key needs a field of the other entity that must be fetched first': {
      operation: '{ accounts { risk } }',
      data: { accounts: [{ risk: 1 }, { risk: 2 }] },
    },
    'all of them, and the other entity besides': {
      operation: '{ accounts { risk organisation { plan } balance } }',
      data: {
        accounts: [
          { risk: 1, organisation: { plan: 'FREE' }, balance: 10 },
          { risk: 2, organisation: { plan: 'PAID' }, balance: 20 },
        ],
      },
    },
    'the other entity under another name': {
      operation: '{ accounts { organisation: name org: organisation { id: plan } risk } }',
      data: {
        accounts: [
          { organisation: 'One', org: { id: 'FREE' }, risk: 1 },
          { organisation: 'Two', org: { id: 'PAID' }, risk: 2 },
        ],
      },
    },
  },
};
