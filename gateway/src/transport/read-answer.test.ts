import { expect, it } from 'vitest';
import { readAnswerText } from './read-answer.ts';

const read = (errors: readonly object[]) => readAnswerText(JSON.stringify({ data: { a: null }, errors }));

it('as many errors are read as anybody can do something with, and the rest is counted', () => {
  const answer = read(Array.from({ length: 1_500 }, (_, index) => ({ message: String(index) })));
  const messages = (answer.ok && answer.result.errors?.map(({ message }) => message)) || [];
  expect([messages.length, ...messages.slice(-2)]).toEqual([1_001, '999', 'There are 500 more errors.']);
});

it.each([[['a', 0, 'b']], [Array.from({ length: 257 }, () => 0)], ['a'], [['a', 1.5]]])(
  'the path of an error is left out where it is none, or longer than any operation is deep: %j',
  (path) => {
    const answer = read([{ message: 'no', path }]);
    const isPath = Array.isArray(path) && path.length === 3;
    expect(answer.ok && answer.result.errors).toEqual([{ message: 'no', ...(isPath && { path }) }]);
  },
);
