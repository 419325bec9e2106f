import { expect, it } from 'vitest';
import { familyApps } from './apps.ts';
import { forEveryApp } from './entity-resolvers.ts';
import { mergeResolvers } from './merge-resolvers.ts';

it('resolvers of several slices are united, and no field is resolved twice', () => {
  const app = () => 'FACEBOOK' as const;
  expect(mergeResolvers([{ User: { app } }, { User: { linkedAt: () => null } }])).toEqual({
    User: { app, linkedAt: expect.any(Function) },
  });
  expect(() => mergeResolvers([{ User: { app } }, { User: { app } }])).toThrow('User.app');
});

it('what is resolved on an entity interface is on the stub of every app', () => {
  const app = () => 'FACEBOOK' as const;
  const resolvers = forEveryApp({ User: { app } }) as Record<string, Record<string, unknown>>;
  for (const { type } of familyApps) {
    expect(resolvers[`${type}User`]?.['app']).toBe(app);
    expect(resolvers[`${type}Post`]).toHaveProperty('__resolveReference');
  }
});
