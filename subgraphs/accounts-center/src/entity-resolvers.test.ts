import { expect, it } from 'vitest';
import { forEveryApp } from './entity-resolvers.ts';
import { family } from './testing/family.ts';

it('what is resolved on an entity interface is on the stub of every app', () => {
  const app = () => 'FACEBOOK' as const;
  const resolvers = forEveryApp({ User: { app } }, family) as Record<string, Record<string, unknown>>;
  for (const { type } of family.all) {
    expect(resolvers[`${type}User`]?.['app']).toBe(app);
    expect(resolvers[`${type}Post`]).toHaveProperty('__resolveReference');
  }
});
