import { expect, it } from 'vitest';
import { OutcomeCounts } from './outcomes.ts';

const error = '{"errors":[{"message":"no","extensions":{"code":"BAD"}}]}';

it.each([
  [400, error, '400 BAD', 0],
  [200, error, '200 BAD', 0],
  [408, '', '408', 0],
  [413, '<h1>Too large</h1>', '413', 1],
  [200, '{"data":{"a":1}}', '200', 1],
  [200, `{"data":{"a":1},${error.slice(1)}`, '200 BAD', 1],
])('an answer with the status %i and %s counts as “%s”; unclear: %i', (status, body, what, unclear) => {
  const counts = new OutcomeCounts('an abuse');
  counts.answered(status, body);
  expect(counts.told()).toEqual({ title: 'an abuse', counts: { [what]: 1 }, unclear });
});
