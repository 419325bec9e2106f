import {
  type Account,
  type App,
  accepted,
  contentsOf,
  present,
  startWorld,
  type World,
} from '@accounts-center/test-kit';
import {
  AddContactPointDocument,
  ReadContactPointsDocument,
  RefreshSessionDocument,
  VerifyContactPointDocument,
} from '@accounts-center/test-kit/operations';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

const MINUTE_MS = 60_000;

let world: World;
let ada: Account;
let grace: Account;

beforeAll(async () => {
  world = await startWorld({ accountsCenter: { sharingPace: { answerWaitMs: 0 } } });
});
afterAll(() => world.close());

let runs = 0;
beforeEach(async () => {
  runs += 1;
  world.faults.heal();
  [ada, grace] = await Promise.all([
    world.signUp('FACEBOOK', `ada.park.${runs}`),
    world.signUp('INSTAGRAM', `grace_${runs}`),
  ]);
});

async function idsInCenterOf(account: Account): Promise<(string | undefined)[]> {
  const { accountsCenter } = await world.readCenter(account);
  return accountsCenter.accounts.map((member) => member?.id);
}

/** The account in the same session, its sign-in no longer a recent one. */
async function elevenMinutesLater(account: Account): Promise<Account> {
  world.clock.advance(11 * MINUTE_MS);
  const input = { refreshToken: account.refreshToken };
  const { session } = accepted((await world.graph.request(RefreshSessionDocument, { input })).refreshSession);
  return { ...account, graph: world.graph.withAccessToken(present(session).accessToken) };
}

async function auditLines(): Promise<number> {
  return Number.parseInt((await contentsOf(world))['accounts-center.linkAudit'] ?? '', 10);
}

/** Adds a mail address and verifies it with the code that is sent to it. */
async function verify({ id, graph }: Account, address: string): Promise<void> {
  const idempotencyKey = `verify-${id}`;
  const input = { accountId: id, address, idempotencyKey };
  const { contactPoint } = accepted((await graph.request(AddContactPointDocument, { input })).addContactPoint);
  await world.settle();
  const code = /\b\d{8}\b/.exec(world.constellation.mailbox.mails()[0]?.text ?? '')?.[0] ?? '';
  const proof = { contactPointId: present(contactPoint).id, code, idempotencyKey };
  accepted((await graph.request(VerifyContactPointDocument, { input: proof })).verifyContactPoint);
}

describe('before anybody links', () => {
  it('L1: an account has a center of its own, with every experience off', async () => {
    const { accountsCenter, accounts } = await world.readCenter(ada);
    expect(accountsCenter).toMatchObject({ accounts: [{ id: ada.id }], profileSources: [], sharingSettings: [] });
    const off = ['USERNAME', 'DISPLAY_NAME', 'PHOTO'].map((field) => ({ field, isOn: false, state: 'OFF' }));
    expect(accounts).toEqual([expect.objectContaining({ id: ada.id, linkedAt: null, profileSync: off })]);
    expect((await world.readCenter(grace)).accountsCenter.id).not.toBe(accountsCenter.id);
  });

  it('L3: an equal mail address, verified on both sides, links nothing', async () => {
    for (const account of [ada, grace]) await verify(account, `both.${runs}@example.org`);
    for (const account of [ada, grace]) {
      const { viewer } = await account.graph.request(ReadContactPointsDocument, {});
      expect(viewer?.user?.contactPoints).toEqual([
        expect.objectContaining({ address: `both.${runs}@example.org`, isVerified: true }),
      ]);
      expect(await idsInCenterOf(account)).toEqual([account.id]);
    }
  });
});

describe('linking', () => {
  it('L2: takes proof of both accounts; a sign-in of over ten minutes ago is none', async () => {
    const later = await elevenMinutesLater(ada);

    const flowId = await world.startLink(later);
    await expect(world.finishLink(later, flowId)).rejects.toThrow('PROOF_MISSING');
    await world.prove(later, flowId, grace);
    await expect(world.finishLink(later, flowId)).rejects.toThrow('PROOF_MISSING');
    expect(await idsInCenterOf(later)).toEqual([ada.id]);

    await world.prove(later, flowId, ada);
    await world.finishLink(later, flowId);
    expect(await idsInCenterOf(later)).toEqual([ada.id, grace.id]);
  });

  it('L1, L8: puts the account into exactly one center, and unlinking gives it one of its own again', async () => {
    await world.link(ada, grace);
    const [adas, graces] = [await world.readCenter(ada), await world.readCenter(grace)];
    expect(graces.accountsCenter.id).toBe(adas.accountsCenter.id);
    expect(adas.accounts.map((account) => account?.linkedAt)).toEqual([expect.any(String), expect.any(String)]);

    await world.unlink(grace, grace);
    expect(await idsInCenterOf(ada)).toEqual([ada.id]);
    expect(await idsInCenterOf(grace)).toEqual([grace.id]);
  });

  it('case 4: commands in any order lead to the state of the last one accepted, one audit line each', async () => {
    const commands = { link: () => world.link(ada, grace), unlink: () => world.unlink(ada, grace) };
    const story = ['link', 'link', 'unlink', 'unlink', 'link', 'unlink', 'link'] as const;
    const linesBefore = await auditLines();
    const answers: string[] = [];
    for (const step of story) {
      answers.push(
        await commands[step]().then(
          () => 'accepted',
          (error: unknown) => String(error),
        ),
      );
    }
    expect(answers.map((answer) => /[A-Z_]{5,}/.exec(answer)?.[0] ?? answer)).toEqual([
      'accepted',
      'SAME_ACCOUNT',
      'accepted',
      'ACCOUNT_NOT_FOUND',
      'accepted',
      'accepted',
      'accepted',
    ]);
    expect(await idsInCenterOf(ada)).toEqual([ada.id, grace.id]);
    expect((await auditLines()) - linesBefore).toBe(answers.filter((answer) => answer === 'accepted').length);
  });
});

it('L6: a center holds 25 accounts; the limit is readable, and the 26th is refused', async () => {
  const apps: App[] = ['FACEBOOK', 'INSTAGRAM', 'MESSENGER', 'WHATSAPP'];
  const others = await Promise.all(
    Array.from({ length: 25 }, (_, index) => world.signUp(apps[index % 4] ?? 'FACEBOOK', `member.${index}`)),
  );
  const last = present(others.pop());
  for (const other of others) await world.link(ada, other);
  const { accountsCenter } = await world.readCenter(ada);
  expect([accountsCenter.accountLimit, accountsCenter.accounts.length]).toEqual([25, 25]);

  await expect(world.link(ada, last)).rejects.toThrow('CENTER_FULL');
  expect(await idsInCenterOf(last)).toEqual([last.id]);
  await world.unlink(ada, present(others[0]));
  await world.link(ada, last);
  expect(await idsInCenterOf(last)).toHaveLength(25);
});

it('F2: unlinking takes a recent sign-in', async () => {
  await world.link(ada, grace);
  const later = await elevenMinutesLater(ada);
  await expect(world.unlink(later, grace)).rejects.toThrow('RECENT_AUTHENTICATION_REQUIRED');
  expect(await idsInCenterOf(later)).toEqual([ada.id, grace.id]);
  const again = await world.signIn(ada);
  await world.unlink(again, grace);
  expect(await idsInCenterOf(again)).toEqual([ada.id]);
});

it('L8: unlinking stops sync and sharing at once, keeps the content, and answers with a receipt of it', async () => {
  await world.link(ada, grace);
  await world.sync(ada, [grace], ['USERNAME', 'DISPLAY_NAME']);
  await world.setSharing(ada, grace, 'ALWAYS');
  await world.setSharing(grace, ada, 'ASK');
  await world.crossPost(ada, { text: 'Stays.', mediaIds: [(await world.upload(ada)).id] });
  await world.settle();
  world.faults.takeDown('instagram');
  await world.crossPost(ada, { text: 'Too late.', mediaIds: [(await world.upload(ada)).id] });
  await world.settle();

  const { receipt } = await world.unlink(ada, grace);
  expect(receipt).toMatchObject({
    stoppedSyncFields: ['USERNAME', 'DISPLAY_NAME'],
    removedSharingSettings: 2,
    cancelledDeliveries: [{ state: 'CANCELLED', reason: 'UNLINKED' }],
  });
  world.faults.heal();

  const center = await world.readCenter(grace);
  expect(center.accountsCenter).toMatchObject({ profileSources: [], sharingSettings: [] });
  expect(center.accounts).toEqual([
    expect.objectContaining({ username: ada.username, displayName: ada.username, linkedAt: null }),
  ]);
  expect(await world.signIn({ app: 'INSTAGRAM', username: ada.username })).toMatchObject({ id: grace.id });

  await world.updateProfile(ada, { username: 'ada.later' });
  await world.crossPost(ada, { text: 'Not carried.', mediaIds: [(await world.upload(ada)).id] });
  await world.pass(3_600_000);
  expect((await world.postsOf(grace)).map(({ text }) => text)).toEqual(['Stays.']);
  const later = await world.signIn({ app: 'INSTAGRAM', username: ada.username });
  expect((await world.readCenter(later)).accounts).toEqual([expect.objectContaining({ username: ada.username })]);
});
