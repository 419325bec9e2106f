import { type Account, accepted, present, startWorld, type World } from '@accounts-center/test-kit';
import {
  AddContactPointDocument,
  ChangeContactPointDocument,
  ReadContactPointsDocument,
  RemoveContactPointDocument,
  ResendContactPointCodeDocument,
  VerifyContactPointDocument,
} from '@accounts-center/test-kit/operations';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

const MINUTE_MS = 60_000;
const HOLD_MS = 72 * 60 * MINUTE_MS;

let world: World;
let ada: Account;
let ben: Account;

beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

let runs = 0;
let keys = 0;
beforeEach(async () => {
  runs += 1;
  [ada, ben] = await Promise.all([
    world.signUp('FACEBOOK', `ada.park.${runs}`),
    world.signUp('FACEBOOK', `ben.ok.${runs}`),
  ]);
});

const nextKey = (): string => `contact-key-${(keys += 1)}`;

async function add({ id, graph }: Account, address: string): Promise<string> {
  const input = { accountId: id, address, idempotencyKey: nextKey() };
  const { contactPoint } = accepted((await graph.request(AddContactPointDocument, { input })).addContactPoint);
  return present(contactPoint).id;
}

async function change({ graph }: Account, contactPointId: string, address: string): Promise<void> {
  const input = { contactPointId, address, idempotencyKey: nextKey() };
  accepted((await graph.request(ChangeContactPointDocument, { input })).changeContactPoint);
}

async function verify({ graph }: Account, contactPointId: string, code: string): Promise<void> {
  const input = { contactPointId, code, idempotencyKey: nextKey() };
  accepted((await graph.request(VerifyContactPointDocument, { input })).verifyContactPoint);
}

async function remove({ graph }: Account, contactPointId: string): Promise<void> {
  const input = { contactPointId, idempotencyKey: nextKey() };
  accepted((await graph.request(RemoveContactPointDocument, { input })).removeContactPoint);
}

async function contactPointsOf({ graph }: Account) {
  return (await graph.request(ReadContactPointsDocument, {})).viewer?.user?.contactPoints;
}

/** The mails to an address, the newest first. */
async function mailsTo(address: string): Promise<readonly { subject: string; text: string }[]> {
  await world.settle();
  return world.constellation.mailbox.mails().filter(({ to }) => to === address);
}

async function codeTo(address: string): Promise<string> {
  const [mail] = await mailsTo(address);
  return /\b\d{8}\b/.exec(mail?.text ?? '')?.[0] ?? 'no mail';
}

describe('a contact point', () => {
  it('is verified by the code from its mail, and held for 72 hours', async () => {
    const address = `ada.${runs}@example.org`;
    const id = await add(ada, address);
    const unverified = { id, address, isVerified: false, verifiedAt: null, heldUntil: null, pendingAddress: null };
    expect(await contactPointsOf(ada)).toEqual([unverified]);

    const verifiedAt = world.clock.now();
    await verify(ada, id, await codeTo(address));
    const heldUntil = new Date(verifiedAt.getTime() + HOLD_MS).toISOString();
    const verified = { ...unverified, isVerified: true, verifiedAt: verifiedAt.toISOString(), heldUntil };
    expect(await contactPointsOf(ada)).toEqual([verified]);

    world.clock.advance(HOLD_MS);
    expect(await contactPointsOf(await world.signIn(ada))).toEqual([{ ...verified, heldUntil: null }]);
  });

  it('keeps its old address in force until the new one is verified; the old one is told', async () => {
    const [first, second] = [`old.${runs}@example.org`, `new.${runs}@example.org`];
    const id = await add(ada, first);
    await verify(ada, id, await codeTo(first));
    await change(ada, id, second);
    expect(await contactPointsOf(ada)).toEqual([expect.objectContaining({ address: first, pendingAddress: second })]);

    await verify(ada, id, await codeTo(second));
    expect(await contactPointsOf(ada)).toEqual([
      expect.objectContaining({
        address: second,
        pendingAddress: null,
        isVerified: true,
        heldUntil: expect.any(String),
      }),
    ]);
    const [notice] = await mailsTo(first);
    expect(notice?.text).not.toMatch(/\d{8}/);
    expect(notice?.text).not.toContain(second);
  });

  it('is told when it is removed', async () => {
    const address = `gone.${runs}@example.org`;
    const id = await add(ada, address);
    await verify(ada, id, await codeTo(address));
    await remove(ada, id);
    expect(await contactPointsOf(ada)).toEqual([]);
    expect(await mailsTo(address)).toHaveLength(2);
  });

  it('D3: is sent one new code, verified and removed once, however often a lost answer is asked for again', async () => {
    const address = `lost.${runs}@example.org`;
    const contactPointId = await add(ada, address);
    const asked = { contactPointId, idempotencyKey: nextKey() };
    const resend = () => ada.graph.request(ResendContactPointCodeDocument, { input: asked });
    const resent = { resendContactPointCode: { contactPoint: { id: contactPointId }, userErrors: [] } };
    expect([await resend(), await resend()]).toMatchObject([resent, resent]);
    expect(await mailsTo(address)).toHaveLength(2);

    const proof = { contactPointId, code: await codeTo(address), idempotencyKey: nextKey() };
    const prove = () => ada.graph.request(VerifyContactPointDocument, { input: proof });
    const verified = { verifyContactPoint: { contactPoint: { isVerified: true }, userErrors: [] } };
    expect([await prove(), await prove()]).toMatchObject([verified, verified]);

    const unwanted = { contactPointId, idempotencyKey: nextKey() };
    const take = () => ada.graph.request(RemoveContactPointDocument, { input: unwanted });
    const gone = { removeContactPoint: { removedContactPointId: contactPointId, userErrors: [] } };
    expect([await take(), await take()]).toMatchObject([gone, gone]);
    expect(await mailsTo(address)).toHaveLength(3);
  });

  it('F2: takes a recent sign-in to be added, changed or removed', async () => {
    const id = await add(ada, `recent.${runs}@example.org`);
    world.clock.advance(10 * MINUTE_MS);
    for (const step of [
      () => add(ada, `late.${runs}@example.org`),
      () => change(ada, id, `late.${runs}@example.org`),
      () => remove(ada, id),
    ]) {
      await expect(step()).rejects.toThrow('RECENT_AUTHENTICATION_REQUIRED');
    }
    await remove(await world.signIn(ada), id);
  });

  it.each(['not an address', 'a@b', 'two@at@example.org', 'line@example.org\r\nBcc: all@example.org'])(
    'is no mail address: %j',
    async (address) => {
      await expect(add(ada, address)).rejects.toThrow('ADDRESS_NOT_ACCEPTED');
      expect(await contactPointsOf(ada)).toEqual([]);
    },
  );

  it('is one of at most five, each address once', async () => {
    for (const name of ['a', 'b', 'c', 'd', 'e']) await add(ada, `${name}.${runs}@example.org`);
    await expect(add(ada, `A.${runs}@EXAMPLE.ORG`)).rejects.toThrow('ALREADY_ADDED');
    await expect(add(ada, `f.${runs}@example.org`)).rejects.toThrow('TOO_MANY');
  });
});

describe('a code', () => {
  it('is for one contact point, of one account', async () => {
    const [adas, bens] = [`ada.code.${runs}@example.org`, `ben.code.${runs}@example.org`];
    const [adasId, bensId] = [await add(ada, adas), await add(ben, bens)];
    await expect(verify(ada, adasId, await codeTo(bens))).rejects.toThrow('WRONG_CODE');
    await expect(verify(ben, adasId, await codeTo(adas))).rejects.toThrow('CONTACT_POINT_NOT_FOUND');
    await expect(change(ben, adasId, `mine.${runs}@example.org`)).rejects.toThrow('CONTACT_POINT_NOT_FOUND');
    await expect(remove(ben, adasId)).rejects.toThrow('CONTACT_POINT_NOT_FOUND');
    await verify(ben, bensId, await codeTo(bens));
    expect(await contactPointsOf(ada)).toEqual([expect.objectContaining({ address: adas, isVerified: false })]);
  });

  it('takes five wrong guesses, and no sixth', async () => {
    const address = `guess.${runs}@example.org`;
    const id = await add(ada, address);
    const code = await codeTo(address);
    const wrong = code === '00000000' ? '00000001' : '00000000';
    for (let tries = 0; tries < 5; tries += 1) await expect(verify(ada, id, wrong)).rejects.toThrow('WRONG_CODE');
    await expect(verify(ada, id, code)).rejects.toThrow('TOO_MANY_ATTEMPTS');
  });

  it('works for ten minutes, and once', async () => {
    const address = `late.code.${runs}@example.org`;
    const id = await add(ada, address);
    const code = await codeTo(address);
    world.clock.advance(10 * MINUTE_MS);
    await expect(verify(await world.signIn(ada), id, code)).rejects.toThrow('WRONG_CODE');

    const inTime = await world.signIn(ben);
    const other = `in.time.${runs}@example.org`;
    const otherId = await add(inTime, other);
    await verify(inTime, otherId, await codeTo(other));
    await expect(verify(inTime, otherId, await codeTo(other))).rejects.toThrow('ALREADY_VERIFIED');
  });
});
