import { eachDialect } from '@accounts-center/db/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { type SharingFixture, sharingStarter } from './sharing.fixture.ts';

eachDialect((_dialect, open) => {
  const start = sharingStarter(open);
  let family: SharingFixture;
  let author: string;
  let instagram: string;
  let whatsApp: string;
  beforeEach(async () => {
    [family, author = '', instagram = '', whatsApp = ''] = await start('FACEBOOK', 'INSTAGRAM', 'WHATSAPP');
  });

  const settingsOf = async (accountId: string) =>
    (await family.everything()).settings.filter(({ fromId }) => fromId === accountId);

  describe('a setting', () => {
    it('X1: is per direction; NEVER is no row', async () => {
      expect(await family.set(author, instagram, 'ALWAYS')).toEqual({
        ok: true,
        setting: { kind: 'POST', fromId: author, toId: instagram, choice: 'ALWAYS' },
        cancelled: [],
      });
      expect(await settingsOf(author)).toMatchObject([{ toId: instagram, choice: 'ALWAYS' }]);
      expect(await settingsOf(instagram)).toEqual([]);
      await family.set(author, instagram, 'ASK');
      expect(await settingsOf(author)).toMatchObject([{ toId: instagram, choice: 'ASK' }]);
      await family.set(author, instagram, 'NEVER');
      expect(await settingsOf(author)).toEqual([]);
    });

    it('set again to what it is goes on from when it was', async () => {
      await family.set(author, instagram, 'ALWAYS');
      const [before] = await settingsOf(author);
      family.clock.advance(1_000);
      await family.set(author, instagram, 'ALWAYS');
      expect(await settingsOf(author)).toEqual([before]);
      await family.set(author, instagram, 'ASK');
      expect(await settingsOf(author)).toMatchObject([{ setAt: family.clock.now() }]);
    });

    it('can be made by any account of the center, for any other', async () => {
      expect(await family.set(author, instagram, 'ASK', { by: whatsApp })).toMatchObject({ ok: true });
    });

    it('C2: a stranger, nobody and no id at all are refused alike', async () => {
      const stranger = await family.account('INSTAGRAM');
      for (const other of [stranger, family.ids.random('igu'), 'igu_1', '', '\0']) {
        const refused = { ok: false, code: 'ACCOUNT_NOT_FOUND' };
        expect(await family.set(author, other, 'ALWAYS')).toEqual({ ...refused, field: ['input', 'toAccountId'] });
        const result = await family.set(other, author, 'ALWAYS', { by: author });
        expect(result).toEqual({ ...refused, field: ['input', 'fromAccountId'] });
      }
      expect(await family.set(author, author, 'ALWAYS')).toMatchObject({ code: 'SAME_ACCOUNT' });
      expect(await settingsOf(author)).toEqual([]);
    });
  });

  describe('F2: what another account publishes', () => {
    it('is carried on only by whom has just proved who they are; anybody who is in may end it', async () => {
      const refused = { ok: false, code: 'RECENT_AUTHENTICATION_REQUIRED' };
      const authenticatedAt = new Date(family.clock.now().getTime() - 10 * 60_000);
      const stale = { by: whatsApp, authenticatedAt };
      expect(await family.set(author, instagram, 'ALWAYS', stale)).toEqual(refused);
      expect(await family.set(author, instagram, 'ASK', stale)).toEqual(refused);
      expect(await settingsOf(author)).toEqual([]);
      expect(await family.set(author, instagram, 'ALWAYS', { authenticatedAt })).toMatchObject({ ok: true });
      expect(await family.set(author, instagram, 'NEVER', stale)).toMatchObject({ ok: true });
      expect(await settingsOf(author)).toEqual([]);
    });
  });

  it('A5: neither an ended session nor a suspended account sets anything', async () => {
    family.access.suspendedAccounts.add(author);
    expect(await family.set(author, instagram, 'ALWAYS')).toEqual({ ok: false, code: 'ACCOUNT_NOT_ACTIVE' });
    family.access.suspendedAccounts.clear();
    family.access.endedSessions.add('ses_1');
    await expect(family.set(author, instagram, 'ALWAYS')).rejects.toMatchObject({
      extensions: { code: 'UNAUTHENTICATED' },
    });
    family.access.endedSessions.clear();
    expect(await settingsOf(author)).toEqual([]);
  });

  describe('D3: the same key', () => {
    it('sets once: a late repeat does not undo what was set after it', async () => {
      const idempotencyKey = family.key();
      const first = await family.set(author, instagram, 'ALWAYS', { idempotencyKey });
      await family.set(author, instagram, 'NEVER');
      expect(await family.set(author, instagram, 'ALWAYS', { idempotencyKey })).toEqual(first);
      expect(await settingsOf(author)).toEqual([]);
    });

    it('tells the same of what NEVER has cancelled, and cancels nothing more', async () => {
      const { deliveries } = await family.published(author, [instagram]);
      const idempotencyKey = family.key();
      const first = await family.set(author, instagram, 'NEVER', { idempotencyKey });
      expect(first).toMatchObject({ cancelled: [{ id: deliveries[0]?.id, state: 'CANCELLED' }] });
      family.clock.advance(60_000);
      const later = await family.published(author, [instagram]);
      expect(await family.set(author, instagram, 'NEVER', { idempotencyKey })).toEqual(first);
      await family.settle();
      expect(await family.states(later.postId)).toEqual(['DELIVERED']);
    });

    it('gives the same answer when the sign-in is too long ago by then, and after an unlink', async () => {
      const idempotencyKey = family.key();
      const first = await family.set(author, instagram, 'ALWAYS', { by: whatsApp, idempotencyKey });
      expect(first).toMatchObject({ ok: true });
      const authenticatedAt = new Date(family.clock.now().getTime() - 10 * 60_000);
      await family.unlink(instagram);
      expect(await family.set(author, instagram, 'ALWAYS', { by: whatsApp, idempotencyKey, authenticatedAt })).toEqual(
        first,
      );
      expect(await settingsOf(author)).toEqual([]);
    });

    it('at the same time sets once; with another input it is an error', async () => {
      const idempotencyKey = family.key();
      const results = await Promise.all(
        Array.from({ length: 4 }, () => family.set(author, instagram, 'ALWAYS', { idempotencyKey })),
      );
      for (const result of results) expect(result).toEqual(results[0]);
      const conflict = { ok: false, code: 'IDEMPOTENCY_KEY_REUSED', field: ['input', 'idempotencyKey'] };
      expect(await family.set(author, instagram, 'ASK', { idempotencyKey })).toEqual(conflict);
    });

    it('of a refusal is free for the corrected input', async () => {
      const idempotencyKey = family.key();
      const stranger = await family.account('INSTAGRAM');
      expect(await family.set(author, stranger, 'ALWAYS', { idempotencyKey })).toMatchObject({ ok: false });
      expect(await family.set(author, instagram, 'ALWAYS', { idempotencyKey })).toMatchObject({ ok: true });
    });
  });

  /** What ends sharing between the author and the Instagram account, and the reason that its deliveries show. */
  const ends = [
    ['NEVER', 'SHARING_OFF', () => family.set(author, instagram, 'NEVER')],
    ['L8: an unlink', 'UNLINKED', () => family.unlink(instagram)],
  ] as const;

  describe.each(ends)('%s', (_name, reason, end) => {
    it('cancels what waits, in the same transaction, and nothing else', async () => {
      const { postId } = await family.published(author, [instagram, whatsApp]);
      const back = await family.published(instagram, [author]);
      await end();
      const isUnlink = reason === 'UNLINKED';
      expect(await family.deliveries(postId)).toMatchObject([{ state: 'CANCELLED', reason }, { state: 'QUEUED' }]);
      expect(await family.states(back.postId)).toEqual([isUnlink ? 'CANCELLED' : 'QUEUED']);
      await family.settle();
      expect(family.apps.instagram.posts.map(({ key }) => key)).toHaveLength(1);
      expect(await family.states(postId)).toEqual(['CANCELLED', 'DELIVERED']);
    });

    it('lists what it has cancelled, newest first', async () => {
      const first = await family.published(author, [instagram]);
      const second = await family.published(author, [instagram]);
      const result = await end();
      const listed = 'cancelledDeliveryIds' in result ? result.cancelledDeliveryIds : idsOf(result);
      expect(listed).toEqual([second.deliveries[0]?.id, first.deliveries[0]?.id]);
    });

    it('cancels what waits for its post to be published', async () => {
      family.apps.failOnce('FACEBOOK', 'publishPost', 'missed');
      family.apps.failOnce('FACEBOOK', 'publication', 'unreachable');
      await family.crossPost(family.request(author, [instagram]));
      await end();
      await family.settle();
      expect((await family.everything()).deliveries.at(-1)).toMatchObject({ state: 'CANCELLED', reason });
      expect(family.apps.instagram.posts).toEqual([]);
    });

    it.each([
      ['had taken it: DELIVERED', 'lost', 'DELIVERED', 1],
      ['takes it after that: never', 'late', 'CANCELLED', 0],
      ['never heard of it: CANCELLED', 'missed', 'CANCELLED', 0],
    ] as const)('when the target %s', async (_what, fault, state, copyCount) => {
      const { postId } = await family.sentOnce(author, instagram, fault);
      expect(await family.states(postId)).toEqual(['UNKNOWN']);
      await end();
      await family.sharing.worker.drain();
      expect(await family.delivery(postId)).toMatchObject({ state, reason: state === 'CANCELLED' ? reason : null });
      family.apps.arrive();
      await family.settle();
      expect(family.apps.instagram.posts).toHaveLength(copyCount);
      expect(await family.states(postId)).toEqual([state]);
    });

    it.each([
      ['arrives', undefined, 'DELIVERED'],
      ['is refused', 'refused', 'CANCELLED'],
      ['does not get there', 'unreachable', 'CANCELLED'],
      ['gets lost', 'missed', 'CANCELLED'],
    ] as const)('while a send is under way that %s', async (_what, outcome, state) => {
      const { postId } = await family.published(author, [instagram]);
      const letGo = family.apps.hold('publishPost', 'INSTAGRAM');
      const { worker } = family.start();
      const working = worker.drain();
      await expect.poll(() => family.states(postId)).toEqual(['SENDING']);
      await end();
      if (outcome === 'refused') family.apps.instagram.refuse = () => ({ reason: 'EMPTY', message: 'Empty.' });
      letGo(outcome === 'refused' ? undefined : outcome);
      await working;
      family.apps.instagram.refuse = () => undefined;
      family.apps.heal();
      await family.settle();
      expect(await family.states(postId)).toEqual([state]);
      expect(family.apps.instagram.posts).toHaveLength(state === 'DELIVERED' ? 1 : 0);
      await worker.stop();
    });

    it('is in force at once for what the target can not be asked about: it is asked when it is back', async () => {
      const { postId } = await family.sentOnce(author, instagram, 'late');
      family.apps.takeDown('INSTAGRAM');
      await end();
      await family.sharing.worker.drain();
      expect(await family.states(postId)).toEqual(['STOPPING']);
      family.apps.heal();
      await family.settle();
      family.apps.arrive();
      expect(await family.delivery(postId)).toMatchObject({ state: 'CANCELLED', reason });
      expect(family.apps.instagram.posts).toEqual([]);
    });
  });

  it('L8: an unlink ends the settings in both directions, and counts them', async () => {
    await family.set(author, instagram, 'ALWAYS');
    await family.set(instagram, author, 'ASK');
    await family.set(author, whatsApp, 'ALWAYS');
    const stopped = { removedSettings: 2, cancelledDeliveryIds: [], deliveriesInFlight: 0 };
    expect(await family.unlink(instagram)).toEqual(stopped);
    expect(await settingsOf(author)).toMatchObject([{ toId: whatsApp }]);
  });

  it('L8: an unlink counts the copies that may still come, in both directions, and none of the others', async () => {
    const sent = await family.sentOnce(author, instagram, 'late');
    const back = await family.sentOnce(instagram, author, 'late');
    await family.sentOnce(author, whatsApp, 'late');
    const { deliveries } = await family.published(author, [instagram]);
    expect(await family.unlink(instagram)).toMatchObject({
      cancelledDeliveryIds: [deliveries[0]?.id],
      deliveriesInFlight: 2,
    });
    await family.settle();
    expect(await family.states(sent.postId)).toEqual(['CANCELLED']);
    expect(await family.states(back.postId)).toEqual(['CANCELLED']);
  });

  it('X2: after a NEVER, a post that names the account is carried to it', async () => {
    await family.set(author, instagram, 'NEVER');
    const { postId } = await family.published(author, [instagram]);
    await family.settle();
    expect(await family.states(postId)).toEqual(['DELIVERED']);
  });
});

function idsOf(result: object): string[] {
  return 'cancelled' in result ? (result.cancelled as { id: string }[]).map(({ id }) => id) : [];
}
