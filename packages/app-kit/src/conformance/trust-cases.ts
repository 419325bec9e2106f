import { accountsCenter } from '@accounts-center/schema';
import { expect, it } from 'vitest';
import type { TestApp } from '../testing/test-app.ts';

const rules = '{ rules { username { minLength } } }';
const refused = { status: 401, body: { errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] } };

/** D1: who may call, and who may not. */
export function trustCases(getApp: () => TestApp): void {
  it('D1: answers accounts-center at its contract', async () => {
    const app = getApp();
    const identity = await app.sign(accountsCenter, `${app.entry.service}/contract`);
    expect(await app.post('/contract', rules, identity)).toMatchObject({ status: 200, body: { data: { rules: {} } } });
  });

  it.each([
    ['the gateway', 'gateway', ''],
    ['the gateway, under the contract’s audience', 'gateway', '/contract'],
    ['accounts-center, under another audience of the app', accountsCenter, ''],
    ['accounts-center, under the audience of its media', accountsCenter, '/media'],
    ['a sister app', 'sister', '/contract'],
  ])('D1: refuses %s at its contract', async (_, issuer, audience) => {
    const app = getApp();
    const identity = await app.sign(issuer, `${app.entry.service}${audience}`);
    expect(await app.post('/contract', rules, identity)).toMatchObject(refused);
  });

  it('D1: refuses accounts-center’s identity for another app', async () => {
    const app = getApp();
    expect(await app.post('/contract', rules, await app.sign(accountsCenter, 'sister/media'))).toMatchObject(refused);
  });

  it.each([
    ['no identity', undefined],
    ['an empty one', ''],
    ['a made-up one', 'e30.e30.e30'],
  ])('D1: refuses %s', async (_, identity) => {
    const app = getApp();
    expect(await app.post('/contract', rules, identity)).toMatchObject(refused);
    expect(await app.post('/graphql', '{ __typename }', identity)).toMatchObject(refused);
  });

  it('D1: refuses an identity that has expired', async () => {
    const app = getApp();
    const identity = await app.sign(accountsCenter, `${app.entry.service}/contract`);
    app.clock.advance(5 * 60_000);
    expect(await app.post('/contract', rules, identity)).toMatchObject(refused);
  });

  it('D1: refuses accounts-center at its part of the graph', async () => {
    const app = getApp();
    for (const audience of ['', '/contract']) {
      const identity = await app.sign(accountsCenter, `${app.entry.service}${audience}`);
      expect(await app.post('/graphql', '{ __typename }', identity)).toMatchObject(refused);
    }
  });

  it('keeps the contract out of the graph', async () => {
    const app = getApp();
    const { errors } = await app.graph(rules);
    expect(errors).toMatchObject([{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }]);
  });
}
