import { buildSchema, getIntrospectionQuery, parse, validate } from 'graphql';
import { expect, it } from 'vitest';
import { OPERATION_LIMITS, operationLimits } from './operation-limits.ts';

const schema = buildSchema('type Query { self: Query, name: String }');
const check = (source: string, limits = { maxDepth: 15, maxFields: 200 }): string[] =>
  validate(schema, parse(source), [operationLimits(limits)]).map(({ message }) => message);
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
    validate(pets, parse(source), [operationLimits({ maxDepth: 15, maxFields })]).length === 0;
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

it('fragments that spread themselves or are missing end the count', () => {
  expect(check('{ ...A } fragment A on Query { self { ...A ...B } }')).toEqual([]);
});

it('introspection as tools ask for it fits', () => {
  expect(check(getIntrospectionQuery({ descriptions: true, oneOf: true }), OPERATION_LIMITS)).toEqual([]);
});
