import { buildSchema, getIntrospectionQuery, parse, specifiedRules, validate } from 'graphql';
import { describe, expect, it } from 'vitest';
import { defaultSettings } from '../settings/settings.ts';
import { type OperationLimits, operationLimits } from './operation-limits.ts';

const schema = buildSchema('type Query { self: Query, name: String }');
const wide = { maxDepth: 15, maxFields: 200, maxAliases: 1e6, maxDirectives: 1e6, maxRootFields: 1e6 };
const limitsOf = (limits: Partial<OperationLimits>) => operationLimits({ ...wide, ...limits });
const check = (source: string, limits: Partial<OperationLimits> = {}): string[] =>
  validate(schema, parse(source), [limitsOf(limits)]).map(({ message }) => message);
const tooDeep = 'The operation is nested more than 15 fields deep.';
const tooMany = 'The operation asks for more than 200 fields.';

it('an operation may be as deep as the limit, fragments included', () => {
  const selfs = (levels: number): string => `${'{ self'.repeat(levels)} { name ${'}'.repeat(levels)} }`;
  expect(check(`query ${selfs(14)}`)).toEqual([]);
  expect(check(`query ${selfs(15)}`)).toEqual([tooDeep]);
  expect(check(`{ ...A } fragment A on Query { self { ...B } } fragment B on Query ${selfs(13)}`)).toEqual([]);
  expect(check(`{ ...A } fragment A on Query { self { ...B } } fragment B on Query ${selfs(14)}`)).toEqual([tooDeep]);
});

it('fields count as often as their fragments are spread', () => {
  const doubling = Array.from(
    { length: 12 },
    (_, level) => `fragment F${level} on Query { ...F${level + 1} ...F${level + 1} }`,
  );
  const source = `${doubling.join(' ')} fragment F12 on Query { name }`;
  expect(check(`{ ...F5 } ${source}`)).toEqual([]);
  expect(check(`{ ...F0 } ${source}`)).toEqual([tooMany]);
});

it('what is asked of an interface counts for each type that it may be, what is asked of one type once', () => {
  const pets = buildSchema(`type Query { pet: Pet, cat: Cat } interface Pet { name: String, friend: Pet }
    type Cat implements Pet { name: String, friend: Pet } type Dog implements Pet { name: String, friend: Pet }`);
  const fieldsIn = (source: string, maxFields: number) =>
    validate(pets, parse(source), [limitsOf({ maxFields })]).length === 0;
  // pet, and of it for cats and dogs: friend, and of that for cats and dogs: name.
  const friend = '{ pet { friend { name } } }';
  expect([fieldsIn(friend, 7), fieldsIn(friend, 6)]).toEqual([true, false]);
  const spread = '{ pet { ...F } } fragment F on Pet { friend { ... { name } } }';
  expect([fieldsIn(spread, 7), fieldsIn(spread, 6)]).toEqual([true, false]);
  const onPets = '{ cat { ...F } } fragment F on Pet { friend { name } }';
  expect([fieldsIn(onPets, 4), fieldsIn(onPets, 3)]).toEqual([true, false]);
  const ofCats = '{ pet { ... on Cat { name } } }';
  expect([fieldsIn(ofCats, 2), fieldsIn(ofCats, 1)]).toEqual([true, false]);
});

const actors = buildSchema(`type Query { node: Node, user: User } interface Node { id: ID }
  type User implements Node { id: ID, friend: User, enemy: User } type Page implements Node { id: ID }
  type Group implements Node { id: ID } type Event implements Node { id: ID }`);
const ofActors = (source: string, maxFields: number): string[] =>
  validate(actors, parse(source), [...specifiedRules, limitsOf({ maxDepth: 100, maxFields })]).map(
    ({ message }) => message,
  );
const tooManySelections = (count: number): string =>
  `The operation has more than ${count} selections, its fragments spelt out.`;
const chain = (inner: string, outer: (spread: string) => string): string[] => [
  `fragment F0 on User ${inner}`,
  ...Array.from({ length: 30 }, (_, level) => `fragment F${level + 1} on User ${outer(`...F${level}`)}`),
];

it('fragments that apply to no type count as often as they are inlined', () => {
  const fragments = chain(
    '{ ... on Node { ... on Page { id } } }',
    (spread) => `{ ... { ${spread} } ... { ${spread} } }`,
  );
  expect(ofActors(`{ user { ...F30 } } ${fragments.join(' ')}`, 100)).toEqual([tooManySelections(400)]);
  expect(ofActors(`${fragments.join(' ')} { user { ...F30 } }`, 100)).toEqual([tooManySelections(400)]);
  // user and its spread, each level's two fragments with a spread in each, and three selections at each of the 8 ends.
  const three = `{ user { ...F3 } } ${fragments.slice(0, 4).join(' ')}`;
  expect([ofActors(three, 14), ofActors(three, 13)]).toEqual([[], [tooManySelections(52)]]);
});

it('fields below fields that spread the same fragment twice are refused', () => {
  const fragments = chain('{ id }', (spread) => `{ friend { ${spread} } enemy { ${spread} } }`);
  expect(ofActors(`{ user { ...F30 } } ${fragments.join(' ')}`, 100)).toEqual([
    'The operation asks for more than 100 fields.',
  ]);
});

it('what stands under a condition that no type meets counts', () => {
  const dead = (count: number): string =>
    `{ node { ... on User { ... on Node { ... on Page { ${'id '.repeat(count)} } } } } }`;
  expect([ofActors(dead(396), 100), ofActors(dead(397), 100)]).toEqual([[], [tooManySelections(400)]]);
});

it('a field in a fragment of its own fits as often as fields may be asked for', () => {
  const fragments = Array.from({ length: 24 }, (_, n) => `fragment I${n} on Node { ... { i${n}: id } }`);
  const spreads = fragments.map((_, n) => `...I${n}`).join(' ');
  expect(ofActors(`{ node { ${spreads} } } ${fragments.join(' ')}`, 97)).toEqual([]);
  expect(ofActors(`{ user { ${spreads} } } ${fragments.join(' ')}`, 25)).toEqual([]);
});

it('fragments that spread themselves or are missing end the count', () => {
  expect(check('{ ...A } fragment A on Query { self { ...A ...B } }')).toEqual([]);
});

describe('counted through fragments are', () => {
  const fragments =
    'fragment A on Query { x: self { name } ...B ...B } fragment B on Query { y: name @skip(if: false) }';

  it.each<[string, string, (limit: number) => Partial<OperationLimits>, string]>([
    ['aliases', `{ ...A z: name } ${fragments}`, (maxAliases) => ({ maxAliases }), 'aliases'],
    ['directives', `query @a { ...A @b } ${fragments}`, (maxDirectives) => ({ maxDirectives }), 'directives'],
    ['root fields', `{ ...A ... { name } } ${fragments}`, (maxRootFields) => ({ maxRootFields }), 'root fields'],
  ])('%s', (_, source, limitsWith, what) => {
    expect([check(source, limitsWith(4)), check(source, limitsWith(3))]).toEqual([
      [],
      [`The operation has more than 3 ${what}.`],
    ]);
  });
});

describe('bad input', () => {
  const maxLexicalTokens = 15_000;
  const { limits: own } = defaultSettings({ development: false, graph: 'own' });
  const { limits: any } = defaultSettings({ development: false, graph: 'any' });
  const list = (count: number, item: (index: number) => string): string =>
    Array.from({ length: count }, (_, index) => item(index)).join(' ');

  /** How many nodes other rules still see of what is refused. */
  function seenOf(source: string, limits: OperationLimits): { errors: string[]; nodes: number } {
    let nodes = 0;
    const watch = () => ({ enter: () => void (nodes += 1) });
    const errors = validate(schema, parse(source), [watch, ...specifiedRules, operationLimits(limits)]);
    return { errors: errors.map(({ message }) => message), nodes };
  }

  it.each([
    ['a document of a million aliases', `{${list(1_000_000, (index) => `a${index}: name`)}}`],
    ['a million directives', `{ name ${'@include(if: true) '.repeat(1_000_000)} }`],
    ['a million fragments', `{ name } ${list(1_000_000, (index) => `fragment F${index} on Query { name }`)}`],
    ['a value of a million items', `{ name(of: [${'1 '.repeat(1_000_000)}]) }`],
  ])('%s is read as far as it may go', (_, source) => {
    expect(() => parse(source, { maxLexicalTokens })).toThrow('15000 tokens');
  });

  it.each<[string, string, string]>([
    ['aliases', `{${list(4_000, (index) => `a${index}: name`)}}`, 'aliases'],
    ['one field again and again', `{${'name '.repeat(14_000)}}`, 'root fields'],
    ['equal fields with fields', `{${'self { name } '.repeat(3_500)}}`, 'root fields'],
    ['directives', `{ name ${'@include(if: true) '.repeat(2_000)} }`, 'directives'],
    ['fields one in another', `${'{ self '.repeat(99)} { name ${'}'.repeat(100)}`, 'fields deep'],
    [
      'fragments that double',
      `{ ...F0 } ${list(1_000, (index) => `fragment F${index} on Query { ...F${index + 1} ...F${index + 1} }`)} fragment F1000 on Query { name }`,
      'fields deep',
    ],
    [
      'fragments one in another',
      `{ ...F0 } ${list(1_600, (index) => `fragment F${index} on Query { ...F${index + 1} }`)} fragment F1600 on Query { name }`,
      'fields deep',
    ],
    [
      'fields that double',
      `{ ...F0 } ${list(20, (index) => `fragment F${index} on Query { self { ...F${index + 1} } b: self { ...F${index + 1} } }`)} fragment F20 on Query { name }`,
      'aliases',
    ],
  ])('too many of %s are refused with one error, and nobody else looks at them', (_, source, what) => {
    for (const limits of [own, { ...any, maxDepth: 90 }]) {
      const { errors, nodes } = seenOf(source, limits);
      expect(errors).toEqual([expect.stringContaining(what)]);
      expect(nodes).toBe(1);
    }
  });
});

describe('values', () => {
  const nested = (levels: number): string => '[{or:'.repeat(levels) + '1' + '}]'.repeat(levels);
  const tooDeepValue = ['A value is nested more than 20 deep. Send it as a variable.'];

  it.each<[string, (value: string) => string]>([
    ['of arguments', (value) => `{ name(of: ${value}) }`],
    ['of arguments in fragments', (value) => `{ ...A } fragment A on Query { self { name(of: ${value}) } }`],
    ['of directives', (value) => `query @a(of: ${value}) { name }`],
    ['that are defaults', (value) => `query ($v: Int = ${value}) { name(of: $v) }`],
  ])('%s may nest 20 deep', (_, source) => {
    expect([check(source(nested(10))), check(source(`[${nested(10)}]`))]).toEqual([[], tooDeepValue]);
    expect(check(source('['.repeat(90) + ']'.repeat(90)))).toEqual(tooDeepValue);
  });

  it('side by side are not nested', () => {
    expect(
      check(`{ name(of: [${'[[1]] '.repeat(100)}]) a: name(of: ${nested(10)}) b: name(of: ${nested(10)}) }`),
    ).toEqual([]);
  });
});

describe('a name', () => {
  const long = (length: number): string => 'n'.repeat(length);
  const { limits } = defaultSettings({ development: true, graph: 'own' });
  it.each<[string, (name: string) => string]>([
    ['of an operation', (name) => `query ${name} { name }`],
    ['that is an alias', (name) => `{ ${name}: name }`],
    ['of a variable', (name) => `query ($${name}: Int) { id @skip(if: $${name}) }`],
    ['of a field that is not there', (name) => `{ ${name} }`],
  ])('%s may have 200 characters, and no error repeats a longer one', (_, source) => {
    expect(check(source(long(201)), limits)).toEqual(['A name has more than 200 characters.']);
    expect(check(source(long(200)), limits)).not.toContain('A name has more than 200 characters.');
  });
});

describe('introspection', () => {
  const { limits } = defaultSettings({ development: true, graph: 'own' });
  const all = { descriptions: true, oneOf: true, specifiedByUrl: true, directiveIsRepeatable: true };
  const whole = getIntrospectionQuery({ ...all, schemaDescription: true, inputValueDeprecation: true });
  // As tools ask that find out first which introspection a server knows.
  const kinds = ['__Schema', '__Type', '__Directive', '__InputValue'];
  const types = kinds
    .map((name, n) => `k${n}: __type(name: "${name}") { name fields { name args { name } } }`)
    .join(' ');

  it.each([
    ['as tools ask for it', whole],
    ['of some types by name', `{ ${types} }`],
    ['of both', `{ __schema { queryType { name } } ${types} name }`],
  ])('%s fits', (_, source) => {
    expect(check(source, limits)).toEqual([]);
  });

  it.each([
    ['by aliases', '{ a: __schema { types { name } } b: __schema { types { name } } }'],
    ['by a fragment', '{ __schema { types { name } } ...A } fragment A on Query { a: __schema { types { name } } }'],
    ['of a query in a query', '{ self { __schema { types { name } } } __schema { types { name } } }'],
  ])('of the schema twice %s is refused', (_, source) => {
    expect(check(source, limits)).toEqual(['The operation asks for `__schema` more than once.']);
  });

  it('of types is refused from the eleventh on', () => {
    const asked = (count: number): string =>
      Array.from({ length: count }, (_, n) => `t${n}: __type(name: "Query") { name }`).join(' ');
    const more = ['The operation asks for `__type` more than 10 times.'];
    expect([check(`{ ${asked(10)} }`, limits), check(`{ ${asked(11)} }`, limits)]).toEqual([[], more]);
    const twice = `{ ...A self { ...A } } fragment A on Query { ${asked(6)} }`;
    expect(check(twice, limits)).toEqual(more);
  });

  it.each([
    '{ __schema { types { fields { type { possibleTypes { interfaces { name } } } } } } }',
    '{ __schema { types { fields { args { type { ofType { enumValues { name } } } } } } } }',
    '{ __type(name: "Query") { ...A } } fragment A on __Type { fields { type { fields { type { fields { args { name } } } } } } }',
  ])('with four lists one in another is refused: %s', (source) => {
    expect(check(source, limits)).toEqual(['Introspection has more than 3 lists one in another.']);
  });

  it.each([
    '{ __schema { types { name } more: types { name } } }',
    '{ __type(name: "Query") { fields { name } more: fields { name } } }',
    '{ __schema { types { ...A } } } fragment A on __Type { name same: name }',
  ])('that has one list told twice is refused: %s', (source) => {
    expect(check(source, limits)).toEqual(['What is asked of `__schema` and `__type` can have no aliases.']);
  });
});
