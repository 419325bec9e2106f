import { eachDialect } from '@accounts-center/db/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { needsMedia, type SharingFixture, sharingStarter } from './sharing.fixture.ts';

const notPossible = { reason: 'AUDIENCE_NOT_POSSIBLE', message: 'Its posts are for everybody.' } as const;

eachDialect((_dialect, open) => {
  const statements: string[] = [];
  const start = sharingStarter(open, (sql) => statements.push(sql));
  let family: SharingFixture;
  let author: string;
  let instagram: string;
  let whatsApp: string;
  beforeEach(async () => {
    [family, author = '', instagram = '', whatsApp = ''] = await start('FACEBOOK', 'INSTAGRAM', 'WHATSAPP');
  });

  const nothingWritten = async (before: Awaited<ReturnType<SharingFixture['everything']>>) => {
    expect(await family.everything()).toEqual(before);
    expect(family.apps.all.flatMap(({ posts }) => posts)).toEqual([]);
  };

  describe('crossPost', () => {
    it('X3: publishes at home, and answers with the post and one delivery per target', async () => {
      const result = await family.crossPost(family.request(author, [whatsApp, instagram]));
      expect(result).toMatchObject({
        ok: true,
        shared: {
          postId: family.apps.facebook.shown[0]?.id,
          deliveries: [
            { targetId: whatsApp, state: 'QUEUED', attempts: 0 },
            { targetId: instagram, state: 'QUEUED', attempts: 0 },
          ],
        },
      });
      expect(family.apps.facebook.shown[0]?.draft).toEqual({
        kind: 'POST',
        authorId: author,
        text: 'hello',
        audience: 'PUBLIC',
        media: [],
        isCopy: false,
      });
    });

    it('X3: answers with copies that have arrived already, where they do so at once', async () => {
      const process = family.start({ isKicked: true });
      const result = await family.crossPost(family.request(author, [instagram, whatsApp]), process);
      const [copy] = family.apps.instagram.shown;
      expect(result).toMatchObject({
        shared: { deliveries: [{ state: 'DELIVERED', copyId: copy?.id }, { state: 'DELIVERED' }] },
      });
      await process.worker.stop();
    });

    it('does not wait for a target that hangs', async () => {
      const letGo = family.apps.hold('publishPost', 'INSTAGRAM');
      const process = family.start({ isKicked: true, pace: { answerWaitMs: 1 } });
      const result = await family.crossPost(family.request(author, [instagram]), process);
      expect(result).toMatchObject({
        ok: true,
        shared: { deliveries: [{ state: expect.stringMatching(/QUEUED|SENDING/) }] },
      });
      letGo();
      family.apps.heal();
      await process.worker.stop();
    });

    it('carries media with the right to fetch it from the home app', async () => {
      const mediaId = family.apps.facebook.upload(author);
      const { postId } = await family.published(author, [instagram], { mediaIds: [mediaId], audience: 'FOLLOWERS' });
      await family.settle();
      expect(await family.states(postId)).toEqual(['DELIVERED']);
      const facts = { id: mediaId, kind: 'PHOTO', width: 100, height: 100, durationMs: null, altText: 'a cat' };
      expect(family.apps.facebook.shown[0]?.draft.media).toEqual([facts]);
      expect(family.apps.instagram.shown[0]?.draft).toEqual({
        kind: 'POST',
        authorId: instagram,
        text: 'hello',
        audience: 'FOLLOWERS',
        media: [{ ...facts, service: 'facebook', grant: `grant of FACEBOOK for ${mediaId}` }],
        isCopy: true,
      });
    });

    it('costs one statement for each further target: its job', async () => {
      const countFor = async (...targetIds: string[]): Promise<number> => {
        statements.length = 0;
        await family.published(author, targetIds);
        return statements.length;
      };
      const others = [instagram, whatsApp, await family.account('MESSENGER'), await family.account('INSTAGRAM')];
      for (const other of others.slice(2)) await family.link(other, author);
      expect(await countFor(...others)).toBe((await countFor(instagram)) + 3);
    });

    it('keeps to what a database can keep', async () => {
      const { postId } = await family.published(author, [instagram], { text: 'a\0b\ud800c 🎉' });
      await family.settle();
      expect(await family.states(postId)).toEqual(['DELIVERED']);
      expect(family.apps.instagram.shown[0]?.draft.text).toBe('abc 🎉');
    });
  });

  describe('X4: a copy is for nobody who may not see the post itself', () => {
    const audiences = () => family.apps.instagram.posts.map(({ draft }) => draft.audience);

    it('of a private account, whose posts are for followers: so are the copies, and so they are checked', async () => {
      family.apps.facebook.privateAccounts.add(author);
      family.apps.whatsApp.refuse = ({ audience }) => (audience === 'PUBLIC' ? undefined : notPossible);
      const { postId, deliveries } = await family.published(author, [instagram, whatsApp]);
      expect(deliveries).toMatchObject([{ state: 'QUEUED' }, { state: 'FAILED', reason: 'AUDIENCE_NOT_POSSIBLE' }]);
      await family.settle();
      family.apps.whatsApp.refuse = () => undefined;
      expect(await family.states(postId)).toEqual(['DELIVERED', 'FAILED']);
      expect(audiences()).toEqual(['FOLLOWERS']);
      expect(family.apps.facebook.shown[0]?.draft.audience).toBe('PUBLIC');
    });

    it('of an account that turns private while a copy waits', async () => {
      await family.published(author, [instagram]);
      family.apps.facebook.privateAccounts.add(author);
      await family.settle();
      expect(audiences()).toEqual(['FOLLOWERS']);
    });

    it('of an account that turns private between two sends of a copy', async () => {
      const { postId } = await family.sentOnce(author, instagram, 'late');
      family.apps.facebook.privateAccounts.add(author);
      await family.settle();
      family.apps.arrive();
      expect(await family.states(postId)).toEqual(['DELIVERED']);
      expect(audiences()).toEqual(['FOLLOWERS']);
    });

    it('of a post for followers, when its account turns public', async () => {
      family.apps.facebook.privateAccounts.add(author);
      await family.published(author, [instagram], { audience: 'FOLLOWERS' });
      family.apps.facebook.privateAccounts.clear();
      await family.settle();
      expect(audiences()).toEqual(['FOLLOWERS']);
    });

    it('a copy waits while the home app can not be asked, and nothing is sent', async () => {
      const { postId } = await family.published(author, [instagram]);
      family.apps.takeDown('FACEBOOK');
      await family.sharing.worker.drain();
      expect(await family.deliveries(postId)).toMatchObject([{ state: 'QUEUED', attempts: 1 }]);
      expect(family.apps.instagram.posts).toEqual([]);
      family.apps.heal();
      await family.settle();
      expect(await family.states(postId)).toEqual(['DELIVERED']);
    });
  });

  it('A5: neither an ended session nor a suspended account publishes or tries again', async () => {
    const { postId } = await family.published(author, []);
    const before = await family.everything();
    family.access.suspendedAccounts.add(author);
    const refused = { ok: false, code: 'ACCOUNT_NOT_ACTIVE' };
    expect(await family.crossPost(family.request(author, [instagram]))).toEqual(refused);
    expect(await family.retry(author, postId)).toEqual(refused);
    family.access.suspendedAccounts.clear();
    family.access.endedSessions.add('ses_1');
    await expect(family.crossPost(family.request(author, [instagram]))).rejects.toThrow();
    await expect(family.retry(author, postId)).rejects.toThrow();
    family.access.endedSessions.clear();
    expect(await family.everything()).toEqual(before);
  });

  describe('targets', () => {
    it('X1: are those whose setting is ALWAYS when none are named, and nobody by default', async () => {
      expect((await family.published(author, null)).deliveries).toEqual([]);
      await family.set(author, instagram, 'ALWAYS');
      await family.set(author, whatsApp, 'ASK');
      expect((await family.published(author, null)).deliveries).toMatchObject([{ targetId: instagram }]);
    });

    it('X2: are exactly those named, whatever the settings say, and change no setting', async () => {
      await family.set(author, instagram, 'ALWAYS');
      const { settings } = await family.everything();
      expect((await family.published(author, [whatsApp])).deliveries).toMatchObject([{ targetId: whatsApp }]);
      expect((await family.published(author, [])).deliveries).toEqual([]);
      expect((await family.everything()).settings).toEqual(settings);
    });

    it('named twice are one', async () => {
      expect((await family.published(author, [instagram, instagram])).deliveries).toHaveLength(1);
    });

    it('C2: of another center and of nobody are refused alike', async () => {
      const before = await family.everything();
      const [stranger] = await family.family('INSTAGRAM');
      const unknown = family.ids.random('igu');
      for (const targetId of [stranger ?? '', unknown, 'igu_', '', '\0', "' or 1=1", 'x'.repeat(1_000)]) {
        expect(await family.crossPost(family.request(author, [instagram, targetId]))).toEqual({
          ok: false,
          code: 'ACCOUNT_NOT_FOUND',
          field: ['input', 'targetAccountIds'],
        });
      }
      await nothingWritten(before);
    });

    it('can not be the author', async () => {
      expect(await family.crossPost(family.request(author, [instagram, author]))).toMatchObject({
        code: 'SAME_ACCOUNT',
      });
    });
  });

  describe('bad input', () => {
    it.each<[string, string, (own: string) => object]>([
      ['an author that is not signed in', 'ACCOUNT_NOT_FOUND', () => ({ authorId: instagram })],
      ['a text of 63,207 letters', 'TEXT_TOO_LONG', () => ({ text: '🎉'.repeat(63_207) })],
      ['eleven files', 'TOO_MUCH_MEDIA', (own) => ({ mediaIds: Array.from({ length: 11 }, () => own) })],
      ['a media id that is none', 'MEDIA_NOT_FOUND', () => ({ mediaIds: ['\0'] })],
      ['another app’s media', 'MEDIA_NOT_FOUND', () => ({ mediaIds: [family.apps.instagram.upload(instagram)] })],
      ['another account’s media', 'MEDIA_NOT_FOUND', () => ({ mediaIds: [family.apps.facebook.upload(instagram)] })],
    ])('%s is refused with %s, and nothing is written', async (_what, code, change) => {
      const before = await family.everything();
      const request = family.request(author, [instagram], change(family.apps.facebook.upload(author)));
      const result = await family.sharing.crossPost(family.viewer(author), request);
      expect(result).toMatchObject({ ok: false, code });
      await nothingWritten(before);
    });

    it('D3: a malformed key is refused, and nothing is written', async () => {
      const before = await family.everything();
      const request = family.request(author, [instagram], { idempotencyKey: 'a \0 and more' });
      const crossPost = family.sharing.crossPost(family.viewer(author), request);
      await expect(crossPost).rejects.toMatchObject({ extensions: { code: 'BAD_USER_INPUT' } });
      await nothingWritten(before);
    });

    it('63,206 letters are taken, counted as people do', async () => {
      const text = '🎉'.repeat(63_206);
      expect(await family.crossPost(family.request(author, [], { text }))).toMatchObject({ ok: true });
    });
  });

  describe('X5: every app is asked before anything is written', () => {
    it('what the home app refuses is published nowhere', async () => {
      const before = await family.everything();
      family.apps.facebook.refuse = () => ({ reason: 'EMPTY', message: 'Write something.' });
      const result = await family.crossPost(family.request(author, [instagram]));
      family.apps.facebook.refuse = () => undefined;
      expect(result).toEqual({ ok: false, code: 'EMPTY', message: 'Write something.' });
      await nothingWritten(before);
    });

    it('what a target refuses has failed from the start, with the reason, and the others go on', async () => {
      family.apps.instagram.refuse = ({ media }) => (media.length === 0 ? needsMedia : undefined);
      const { postId, deliveries } = await family.published(author, [instagram, whatsApp]);
      expect(deliveries).toMatchObject([{ state: 'FAILED', ...needsMedia, attempts: 0 }, { state: 'QUEUED' }]);
      await family.settle();
      family.apps.instagram.refuse = () => undefined;
      expect(await family.states(postId)).toEqual(['FAILED', 'DELIVERED']);
      expect(family.apps.instagram.calls.filter((call) => call === 'publishPost')).toEqual([]);
    });

    it('a target that can not be asked waits, and is asked with the delivery', async () => {
      family.apps.instagram.refuse = () => needsMedia;
      family.apps.takeDown('INSTAGRAM');
      const { postId, deliveries } = await family.published(author, [instagram]);
      expect(deliveries).toMatchObject([{ state: 'QUEUED' }]);
      family.apps.heal();
      await family.settle();
      family.apps.instagram.refuse = () => undefined;
      expect(await family.deliveries(postId)).toMatchObject([{ state: 'FAILED', ...needsMedia, attempts: 1 }]);
    });

    it('without the home app nothing is published', async () => {
      const before = await family.everything();
      family.apps.takeDown('FACEBOOK');
      const result = await family.crossPost(family.request(author, [instagram]));
      family.apps.heal();
      expect(result).toEqual({ ok: false, code: 'APP_UNAVAILABLE' });
      await nothingWritten(before);
    });
  });
});
