// A session that has ended is refused by every replica of the gateway as soon as it has asked accounts-center again, which it
// does every two seconds. Here tests say when.

import { createAuthentication, type GatewayAuthentication } from '@accounts-center/gateway';
import { accountsCenter } from '@accounts-center/schema';
import {
  createIdentitySigner,
  createServiceClient,
  httpTransport,
  type ServiceClient,
  silentLogger,
} from '@accounts-center/subgraph-kit';
import { type Account, present, startWorld, type World } from '@accounts-center/test-kit';
import { RefreshSessionDocument, SignOutDocument } from '@accounts-center/test-kit/operations';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

const MINUTE_MS = 60_000;

/** What a gateway knows of who asks, in a process of its own. */
interface Replica {
  readonly authentication: GatewayAuthentication;
  kindOf(account: Pick<Account, 'accessToken'>): Promise<string>;
}

describe.each(['sqlite', 'postgres'] as const)('on %s', (dialect) => {
  let world: World;
  let client: ServiceClient;
  let replicas: Replica[];
  let ada: Account;
  let grace: Account;

  beforeAll(async () => {
    world = await startWorld({ transport: 'http', dialect });
    client = createServiceClient(
      world.faults.calls(httpTransport({ addresses: { [accountsCenter]: originOfCenter() } })),
    );
  });
  afterAll(async () => {
    await client.close();
    await world.close();
  });

  let runs = 0;
  beforeEach(async () => {
    runs += 1;
    [ada, grace] = await Promise.all([
      world.signUp('FACEBOOK', `ada.park.${runs}`),
      world.signUp('WHATSAPP', `grace.${runs}`),
    ]);
    replicas = [startReplica(), startReplica()];
    await pollAll();
    expect([await kindsOf(ada), await kindsOf(grace)]).toEqual([IN, IN]);
  });
  afterEach(async () => {
    world.faults.heal();
    await Promise.all(replicas.map(({ authentication }) => authentication.stop()));
  });

  const IN = ['identified', 'identified'];
  const OUT = ['refused', 'refused'];

  function originOfCenter(): string {
    const address = world.constellation.services[accountsCenter]?.server.server.address();
    if (address === null || address === undefined || typeof address === 'string')
      throw new Error('It does not listen.');
    return `http://127.0.0.1:${address.port}`;
  }

  function startReplica(): Replica {
    const { clock, keyring } = world;
    const authentication = createAuthentication({
      settings: { issuers: [], required: false, revocationPollMs: 2_000 },
      own: { client, signer: createIdentitySigner({ issuer: 'gateway', keyring, clock }) },
      clock,
      log: silentLogger,
    });
    const accessTokens = present(authentication.accessTokens);
    return {
      authentication,
      kindOf: async ({ accessToken }) => (await accessTokens.check(`Bearer ${accessToken}`)).kind,
    };
  }

  const pollAll = () => Promise.all(replicas.map(({ authentication }) => authentication.poll()));
  const kindsOf = (account: Pick<Account, 'accessToken'>) => Promise.all(replicas.map(({ kindOf }) => kindOf(account)));
  const signOut = ({ graph }: Account) => graph.request(SignOutDocument, {});
  const refresh = (refreshToken: string) => world.graph.request(RefreshSessionDocument, { input: { refreshToken } });

  it('a token is refused after its owner has signed out, and nobody else’s', async () => {
    const elsewhere = await world.signIn(ada);
    await signOut(ada);
    expect(await kindsOf(ada)).toEqual(IN);
    await pollAll();
    expect([await kindsOf(ada), await kindsOf(elsewhere), await kindsOf(grace)]).toEqual([OUT, IN, IN]);
  });

  it('a token is refused after the refresh token of its session was used by two', async () => {
    await refresh(ada.refreshToken);
    world.clock.advance(MINUTE_MS);
    await refresh(ada.refreshToken);
    await pollAll();
    expect([await kindsOf(ada), await kindsOf(grace)]).toEqual([OUT, IN]);
  });

  it('A5: all tokens of an account are refused after its app has suspended it', async () => {
    const elsewhere = await world.signIn(ada);
    await present(world.constellation.apps[ada.app]).suspensions.suspend(ada.id);
    await world.settle();
    await pollAll();
    expect([await kindsOf(ada), await kindsOf(elsewhere), await kindsOf(grace)]).toEqual([OUT, OUT, IN]);
  });

  it('a replica that starts later refuses it from its first request on, also unasked', async () => {
    await signOut(ada);
    const late = startReplica();
    replicas.push(late);
    expect([await late.kindOf(ada), await late.kindOf(grace)]).toEqual(['refused', 'identified']);
  });

  it('a refused token stays refused until it would have run out by itself', async () => {
    await signOut(ada);
    for (let minute = 0; minute < 12; minute += 1) {
      await pollAll();
      expect(await kindsOf(ada)).toEqual(OUT);
      world.clock.advance(MINUTE_MS);
    }
  });

  describe('while accounts-center is away', () => {
    const isPoll = ({ path }: { readonly path: string }): boolean => path.startsWith('/ended-sessions');

    it('what is known stays, everybody else goes on, and the rest is known as soon as it is back', async () => {
      const [gone, going] = await Promise.all([world.signIn(ada), world.signIn(ada)]);
      await signOut(gone);
      await pollAll();
      world.faults.takeDown(accountsCenter, isPoll);
      await signOut(going);
      await pollAll();
      world.clock.advance(MINUTE_MS);
      await pollAll();
      expect([await kindsOf(gone), await kindsOf(going), await kindsOf(grace)]).toEqual([OUT, IN, IN]);
      world.faults.heal();
      await pollAll();
      expect([await kindsOf(gone), await kindsOf(going), await kindsOf(grace)]).toEqual([OUT, OUT, IN]);
    });

    it('a replica that starts then believes no token, until it has heard what has ended', async () => {
      await signOut(ada);
      world.faults.takeDown(accountsCenter, isPoll);
      const late = startReplica();
      replicas.push(late);
      expect([await late.kindOf(ada), await late.kindOf(grace)]).toEqual(['unavailable', 'unavailable']);
      world.faults.heal();
      world.clock.advance(1_000);
      expect([await late.kindOf(ada), await late.kindOf(grace)]).toEqual(['refused', 'identified']);
    });
  });
});
