import { expect, it } from 'vitest';
import { mergeResolvers } from './merge-resolvers.ts';

it('resolvers of several slices are united, and no field is resolved twice', () => {
  const app = () => 'FACEBOOK' as const;
  expect(mergeResolvers([{ User: { app } }, { User: { linkedAt: () => null } }])).toEqual({
    User: { app, linkedAt: expect.any(Function) },
  });
  expect(() => mergeResolvers([{ User: { app } }, { User: { app } }])).toThrow('User.app');
});
