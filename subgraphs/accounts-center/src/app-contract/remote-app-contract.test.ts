import {
  AnswerLost,
  createIds,
  RemoteError,
  type ServiceClient,
  type ServiceRequest,
  ServiceUnreachable,
} from '@accounts-center/subgraph-kit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { family as familyApps } from '../testing/family.ts';
import { startTestCenter, type TestCenter } from '../testing/test-center.ts';
import type { AppContract } from './app-contract.ts';
import type { AppAccount } from './app-facts.ts';
import { appFailure } from './app-failure.ts';
import { remoteAppContract } from './remote-app-contract.ts';

const APP = 'FACEBOOK';

describe('the contract of a real app', () => {
  let family: TestCenter;
  let contract: AppContract;
  let newId: (kind: string) => string;
  let ada: AppAccount;

  beforeAll(async () => {
    family = await startTestCenter();
    contract = family.contract;
    const ids = createIds({ clock: family.clock });
    newId = (kind) => ids.random(kind);
    const created = await contract.createAccount(APP, newId('key'), {
      id: newId('fbu'),
      username: 'Ada.L',
      displayName: 'Ada',
    });
    if (created.account === null) throw new Error(JSON.stringify(created.refusals));
    ada = created.account;
  });
  afterAll(() => family[Symbol.asyncDispose]());

  const soon = () => new Date(family.clock.now().getTime() + 120_000);
  const draft = (text: string) =>
    ({ kind: 'POST', authorId: ada.id, text, audience: 'PUBLIC', media: [], isCopy: false }) as const;

  it('tells its rules', async () => {
    expect(await contract.rules(APP)).toMatchObject({
      username: { minLength: 3, coolDown: null },
      post: { maxMedia: 10 },
    });
  });

  it('finds accounts by id and by username', async () => {
    expect(await contract.accountByUsername(APP, 'ada.l')).toEqual(ada);
    expect(await contract.accountByUsername(APP, 'nobody')).toBeNull();
    expect(await contract.accounts(APP, [newId('fbu'), ada.id])).toEqual([null, ada]);
    expect(await contract.availableUsernames(APP, ['ada.l', 'free.one', 'x'])).toEqual(['free.one']);
    expect(await contract.media(APP, ada.id, [newId('fbm')])).toEqual([null]);
  });

  it('refuses an account with the reason', async () => {
    const account = { id: newId('fbu'), username: 'ada.l', displayName: '' };
    const { refusals } = await contract.createAccount(APP, newId('key'), account);
    expect(refusals).toContainEqual({ field: 'USERNAME', reason: 'TAKEN', until: null });
  });

  it('prepares, commits and aborts a profile change', async () => {
    const [kept, dropped] = [newId('pch'), newId('pch')];
    const values = {
      accountId: ada.id,
      displayName: 'Ada L.',
      versions: [{ field: 'DISPLAY_NAME', version: 1 }],
      expiresAt: soon(),
    } as const;
    expect(await contract.prepareProfileChange(APP, kept, values)).toEqual({ state: 'PREPARED', refusals: [] });
    expect(await contract.commitProfileChange(APP, kept)).toMatchObject({ displayName: 'Ada L.' });
    expect(await contract.abortProfileChange(APP, kept)).toBe('COMMITTED');
    expect(await contract.abortProfileChange(APP, dropped)).toBe('ABORTED');
    expect(await contract.prepareProfileChange(APP, dropped, values)).toMatchObject({ state: 'ABORTED' });
  });

  it('checks, publishes, looks up and withdraws a post', async () => {
    const [key, never] = [newId('dlv'), newId('dlv')];
    expect(await contract.checkPost(APP, draft(''))).toMatchObject({ refusals: [{ reason: 'EMPTY' }] });
    const publication = await contract.publishPost(APP, key, draft('Hello'));
    expect(publication).toEqual({ state: 'PUBLISHED', postId: expect.stringMatching(/^fbp_/), refusals: [] });
    expect(await contract.publication(APP, key)).toEqual(publication);
    expect(await contract.post(APP, publication.postId ?? '')).toEqual({ audience: 'PUBLIC' });
    expect(await contract.post(APP, newId('fbp'))).toBeNull();
    expect(await contract.withdrawPost(APP, key, { keepPublished: true })).toEqual(publication);
    expect(await contract.withdrawPost(APP, key)).toMatchObject({ state: 'WITHDRAWN' });
    expect(await contract.publication(APP, never)).toEqual({ state: 'UNSEEN', postId: null, refusals: [] });
    expect(await contract.withdrawPost(APP, never)).toEqual({ state: 'WITHDRAWN', postId: null, refusals: [] });
    expect(await contract.publishPost(APP, never, draft('Late'))).toMatchObject({
      state: 'WITHDRAWN',
    });
  });

  it('D3: refuses a key that was used with another input', async () => {
    const key = newId('dlv');
    await contract.publishPost(APP, key, draft('One'));
    const error = await contract.publishPost(APP, key, draft('Two')).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(RemoteError);
    expect(error).toMatchObject({ code: 'KEY_REUSED' });
    expect(appFailure(error)).toBe('error');
  });

  it('that can not be reached says so, and is not waited for inside a write', async () => {
    family.connect('messenger', false);
    const error = await contract.rules('MESSENGER').catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ServiceUnreachable);
    expect(appFailure(error)).toBe('unreachable');
    await expect(family.center.db.write(() => contract.rules(APP))).rejects.toThrow('inside a database write');
  });
});

it('waits for ten seconds, or as long as a call says, and passes a lost answer on', async () => {
  const waits: number[] = [];
  const client = {
    async send({ service, timeoutMs }: ServiceRequest) {
      waits.push(timeoutMs);
      throw new AnswerLost(service, new Error('too late'));
    },
  } as Partial<ServiceClient> as ServiceClient;
  const contract = remoteAppContract({ client, family: familyApps, signer: { for: async () => 'an identity' } });
  const error = await contract.rules(APP).catch((thrown: unknown) => thrown);
  await contract.rules(APP, { timeoutMs: 50 }).catch(() => undefined);
  expect(waits).toEqual([10_000, 50]);
  expect(appFailure(error)).toBe('lost');
});
