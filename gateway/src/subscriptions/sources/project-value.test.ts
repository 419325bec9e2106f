import { expect, test } from 'vitest';
import { projectionOf } from './project-value.ts';

test('takes of a value what is asked for, under the names that it is asked for by', () => {
  const project = projectionOf('subscription{a:changed(x:1){__typename b:id ...on Post{c:key{d}}...on Note{e:id}}}');
  const value = { __typename: 'Post', id: '1', key: [{ d: 1, secret: 2 }, null], secret: 3 };
  expect(project(value)).toEqual({ a: { __typename: 'Post', b: '1', c: [{ d: 1 }, null] } });
});

test('takes lists, scalars and null', () => {
  expect(projectionOf('subscription{a{id}}')([{ id: '1' }, null])).toEqual({ a: [{ id: '1' }, null] });
  expect(projectionOf('subscription{a}')(3)).toEqual({ a: 3 });
  expect(projectionOf('subscription{a}')(undefined)).toEqual({ a: null });
  expect(projectionOf('subscription{a{id}}')('no object')).toEqual({ a: null });
});

test('leaves out what the value does not have of its own', () => {
  expect(projectionOf('subscription{a{constructor id}}')({ __typename: 'A' })).toEqual({ a: {} });
});
