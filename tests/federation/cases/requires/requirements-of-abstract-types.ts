import type { Graph } from '../../harness/graph.ts';

/** Requirements through interfaces and unions, and fields that require on types of an interface. */
export const requirementsOfAbstractTypes: Graph = {
  subgraphs: {
    store: `
      type Query { shelves: [Shelf!]! media: [Media] }
      type Shelf @key(fields: "id") { id: ID! front: Media back: Thing all: [Media!] }
      interface Media { id: ID! title: String }
      type Book implements Media @key(fields: "id") { id: ID! title: String pages: Int }
      type Film implements Media @key(fields: "id") { id: ID! title: String minutes: Int }
      union Thing = Book | Film | Box
      type Box { wide: Int }`,
    labels: `
      type Shelf @key(fields: "id") {
        id: ID! front: Media @external back: Thing @external all: [Media!] @external
        common: String @requires(fields: "front { title }")
        each: String @requires(fields: "front { __typename ... on Book { pages } ... on Film { minutes } }")
        union: String @requires(fields: "back { __typename ... on Book { title } ... on Box { wide } }")
        list: String @requires(fields: "all { __typename title ... on Book { pages } }")
      }
      interface Media { id: ID! title: String }
      type Book implements Media @key(fields: "id") { id: ID! title: String @external pages: Int @external label: String @requires(fields: "title pages") }
      type Film implements Media @key(fields: "id") { id: ID! title: String @external minutes: Int @external label: String @requires(fields: "minutes") }
      union Thing = Book | Film | Box
      type Box @external { wide: Int }`,
  },
  data: {
    Query: { shelves: ['s1', 's2', 's3'], media: ['emma', 'jaws', null] },
    Shelf: {
      s1: { id: '1', front: 'emma', back: { __typename: 'Box', wide: 9 }, all: ['jaws', 'emma'] },
      s2: { id: '2', front: 'jaws', back: 'emma', all: [] },
      s3: { id: '3', front: null, back: null, all: null },
    },
    Book: { emma: { id: 'b1', title: 'Emma', pages: 474 } },
    Film: { jaws: { id: 'f1', title: 'Jaws', minutes: 124 } },
  },
  cases: {
    'a field of the interface': {
      operation: '{ shelves { common } }',
      data: { shelves: [{ common: 'front={title=Emma}' }, { common: 'front={title=Jaws}' }, { common: 'front=null' }] },
    },
    'a field of each type of the interface': {
      operation: '{ shelves { each } }',
      data: {
        shelves: [
          { each: 'front={__typename=Book pages=474}' },
          { each: 'front={__typename=Film minutes=124}' },
          { each: 'front=null' },
        ],
      },
    },
    'fields of the members of a union': {
      operation: '{ shelves { union } }',
      data: {
        shelves: [
          { union: 'back={__typename=Box wide=9}' },
          { union: 'back={__typename=Book title=Emma}' },
          { union: 'back=null' },
        ],
      },
    },
    'a list of the interface': {
      operation: '{ shelves { list } }',
      data: {
        shelves: [
          { list: 'all=[{__typename=Film title=Jaws} {__typename=Book title=Emma pages=474}]' },
          { list: 'all=[]' },
          { list: 'all=null' },
        ],
      },
    },
    'all of them': {
      operation: '{ shelves { list union each common } }',
      data: {
        shelves: [
          {
            list: 'all=[{__typename=Film title=Jaws} {__typename=Book title=Emma pages=474}]',
            union: 'back={__typename=Box wide=9}',
            each: 'front={__typename=Book pages=474}',
            common: 'front={title=Emma}',
          },
          {
            list: 'all=[]',
            union: 'back={__typename=Book title=Emma}',
            each: 'front={__typename=Film minutes=124}',
            common: 'front={title=Jaws}',
          },
          { list: 'all=null', union: 'back=null', each: 'front=null', common: 'front=null' },
        ],
      },
    },
    'a field of every type that requires on each another field': {
      operation: '{ media { ... on Book { label } ... on Film { label } } }',
      data: { media: [{ label: 'title=Emma pages=474' }, { label: 'minutes=124' }, null] },
    },
    'all, while the client asks for the same fields under swapped names': {
      operation:
        '{ shelves { front { title: id id: title ... on Book { minutes: pages } } back: id each common list } }',
      data: {
        shelves: [
          {
            front: { title: 'b1', id: 'Emma', minutes: 474 },
            back: '1',
            each: 'front={__typename=Book pages=474}',
            common: 'front={title=Emma}',
            list: 'all=[{__typename=Film title=Jaws} {__typename=Book title=Emma pages=474}]',
          },
          {
            front: { title: 'f1', id: 'Jaws' },
            back: '2',
            each: 'front={__typename=Film minutes=124}',
            common: 'front={title=Jaws}',
            list: 'all=[]',
          },
          { front: null, back: '3', each: 'front=null', common: 'front=null', list: 'all=null' },
        ],
      },
    },
  },
};
