import { describe, expect, it } from 'vitest';
import { problemOf } from './check-answers.ts';

const data = { users: [{ id: '1', name: 'Ada' }, null] };

describe('an answer', () => {
  it('is right when it is the reference’s, in whatever order its fields are', () => {
    expect(problemOf(200, '{"data":{"users":[{"name":"Ada","id":"1"},null]}}', data)).toBeUndefined();
  });

  it.each([
    ['{"data":{"users":[{"id":"1","name":"Ben"},null]}}', 'wrong at answer.data.users.0.name: "Ben" instead of "Ada"'],
    ['{"data":{"users":[{"id":"1","name":"Ada"}]}}', 'wrong at answer.data.users.1: nothing instead of null'],
    ['{"data":{"users":null}}', 'wrong at answer.data.users: null instead of [{"id":"1","name":"Ada"},null]'],
    ['{"errors":[]}', `wrong at answer.data: nothing instead of ${JSON.stringify(data)}`],
  ])('that differs is told by its place: %s', (text, problem) => {
    expect(problemOf(200, text, data)).toBe(problem);
  });

  it('has errors beside its data: that is wrong, too', () => {
    const text = JSON.stringify({ data, errors: [{ message: 'x' }] });
    expect(problemOf(200, text, data)).toBe('wrong at answer.errors: [{"message":"x"}] instead of nothing');
  });

  it('of another status is told with its text', () => {
    expect(problemOf(500, 'no', data)).toBe('answers 500: no');
  });
});
