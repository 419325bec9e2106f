import { expect, it } from 'vitest';
import { currentRequestId, requestIdFrom, runInRequest } from './request-scope.ts';

it('is readable below and nowhere else', async () => {
  const seen = await runInRequest({ requestId: 'a' }, async () => {
    await Promise.resolve();
    return [currentRequestId(), runInRequest({ requestId: 'b' }, currentRequestId), currentRequestId()];
  });
  expect(seen).toEqual(['a', 'b', 'a']);
  expect(currentRequestId()).toBeUndefined();
});

it('takes over a well-formed id and replaces any other', () => {
  expect(requestIdFrom('abc-123')).toBe('abc-123');
  for (const header of [undefined, '', 'a b', 'x\ninjected', 'x'.repeat(65), ['a']]) {
    expect(requestIdFrom(header)).toMatch(/^[0-9a-f-]{36}$/);
  }
});
