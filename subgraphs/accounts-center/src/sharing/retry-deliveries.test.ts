import { eachDialect } from '@accounts-center/db/testing';
import { beforeEach, expect, it } from 'vitest';
import { needsMedia, type SharingFixture, sharingStarter } from './sharing.fixture.ts';

const notFound = { ok: false, code: 'POST_NOT_FOUND', field: ['input', 'postId'] };

eachDialect((_dialect, open) => {
  const start = sharingStarter(open);
  let family: SharingFixture;
  let author: string;
  let instagram: string;
  let postId: string;
  /** A post whose one copy was refused. */
  beforeEach(async () => {
    [family, author = '', instagram = ''] = await start('FACEBOOK', 'INSTAGRAM');
    family.apps.instagram.refuse = () => needsMedia;
    ({ postId } = await family.published(author, [instagram]));
    family.apps.instagram.refuse = () => undefined;
  });

  it('X8: tries what was refused by rules again, too', async () => {
    expect(await family.retry(author, postId)).toMatchObject({
      shared: { deliveries: [{ state: 'QUEUED', reason: null }] },
    });
    await family.settle();
    expect(await family.deliveries(postId)).toMatchObject([{ state: 'DELIVERED', attempts: 1 }]);
  });

  it('fails again for the same reason, as long as it holds', async () => {
    family.apps.instagram.refuse = () => needsMedia;
    await family.retry(author, postId);
    await family.settle();
    family.apps.instagram.refuse = () => undefined;
    expect(await family.deliveries(postId)).toMatchObject([{ state: 'FAILED', ...needsMedia, round: 1 }]);
  });

  it('can be asked for by any account of the center', async () => {
    await family.retry(instagram, postId);
    await family.settle();
    expect(await family.states(postId)).toEqual(['DELIVERED']);
  });

  it('D3: the same key tries once, another body is an error', async () => {
    const key = family.key();
    await family.retry(author, postId, key);
    family.apps.instagram.refuse = () => needsMedia;
    await family.settle();
    family.apps.instagram.refuse = () => undefined;
    expect(await family.retry(author, postId, key)).toMatchObject({
      shared: { deliveries: [{ state: 'FAILED', round: 1 }] },
    });
    const other = await family.published(author, [instagram]);
    expect(await family.retry(author, other.postId, key)).toMatchObject({ ok: false, code: 'IDEMPOTENCY_KEY_REUSED' });
  });

  it('D3: many keys at the same time try once', async () => {
    await Promise.all(Array.from({ length: 4 }, () => family.retry(author, postId)));
    await family.settle();
    expect(await family.deliveries(postId)).toMatchObject([{ state: 'DELIVERED', round: 1, attempts: 1 }]);
    expect(family.apps.instagram.posts).toHaveLength(1);
  });

  it('touches nothing that did not fail', async () => {
    const other = await family.published(author, [instagram]);
    expect(await family.retry(author, other.postId)).toMatchObject({
      shared: { deliveries: [{ state: 'QUEUED', round: 0 }] },
    });
    await family.settle();
    await family.retry(author, other.postId);
    expect(await family.deliveries(other.postId)).toMatchObject([{ state: 'DELIVERED', round: 0 }]);
  });

  it('L8: brings nothing to an account that was unlinked meanwhile', async () => {
    await family.unlink(instagram);
    await family.retry(author, postId);
    await family.settle();
    expect(await family.deliveries(postId)).toMatchObject([{ state: 'CANCELLED', reason: 'UNLINKED' }]);
    expect(family.apps.instagram.posts).toEqual([]);
  });

  it('C2: a stranger’s post, an unknown one and no id at all are refused alike', async () => {
    const stranger = await family.account('FACEBOOK');
    expect(await family.retry(stranger, postId)).toEqual(notFound);
    for (const id of [family.ids.next('fbp'), 'fbp_1', '', '\0'])
      expect(await family.retry(author, id)).toEqual(notFound);
  });
});
