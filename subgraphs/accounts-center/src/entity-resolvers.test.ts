import { expect, it } from 'vitest';
import { familyApps } from './apps.ts';
import { forEveryApp } from './entity-resolvers.ts';

it('what is resolved on an entity interface is on the stub of every app', () => {
  const app = () => 'FACEBOOK' as const;
  const resolvers = forEveryApp({ User: { app } }) as Record<string, Record<string, unknown>>;
  for (const { type } of familyApps) {
    expect(resolvers[`${type}User`]?.['app']).toBe(app);
    expect(resolvers[`${type}Post`]).toHaveProperty('__resolveReference');
  }
});
