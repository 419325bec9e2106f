import { eachDialect } from '@accounts-center/db/testing';
import { expect, it } from 'vitest';
import { createIdentityFixture, fixtureTables } from './identity.fixture.ts';

eachDialect((dialect, open) => {
  it('many at once', async () => {
    const fixture = createIdentityFixture(await open({ tables: fixtureTables, connections: 10 }));
    const names = Array.from({ length: 60 }, (_, i) => `user${i}`);
    let t = performance.now();
    const ups = await Promise.allSettled(names.map((n) => fixture.account(n)));
    console.log(dialect, 'sign-ups', ups.filter((u) => u.status === 'rejected').map((u) => String((u as PromiseRejectedResult).reason)).slice(0, 3), performance.now() - t);
    t = performance.now();
    const ins = await Promise.allSettled(names.map((n) => fixture.signInAs(n)));
    console.log(dialect, 'sign-ins', ins.filter((u) => u.status === 'rejected').map((u) => String((u as PromiseRejectedResult).reason)).slice(0, 3), performance.now() - t);
    expect(1).toBe(1);
  });
});
