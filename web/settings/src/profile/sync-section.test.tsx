// @vitest-environment happy-dom
import { screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { applied, profileSync, refusal } from '../testing/profile-sync.ts';
import { renderPart } from '../testing/render.tsx';
import { SyncSection } from './sync-section.tsx';

const synced = { syncProfile: { results: [applied('facebook-1')], userErrors: [] } };

describe('keeping profiles the same', () => {
  it('PR1, PR2: begins with the source that was chosen, in one field and one account', async () => {
    const answers = { ProfileSync: () => profileSync({}), SyncProfile: () => synced };
    const { user, graph } = renderPart(<SyncSection />, { answers });
    const username = within(await screen.findByRole('group', { name: 'Username' }));
    await user.selectOptions(username.getByLabelText('Source'), 'instagram-1');
    await user.click(username.getByRole('switch', { name: 'Keep ada.facebook on Facebook the same' }));
    expect(graph.inputsOf('SyncProfile')).toEqual([
      {
        sourceAccountId: 'instagram-1',
        accountIds: ['facebook-1'],
        fields: ['USERNAME'],
        idempotencyKey: expect.any(String),
      },
    ]);
  });

  it('PR5: stops', async () => {
    const stopped = { stopProfileSync: { user: { __typename: 'InstagramUser', id: 'instagram-1' }, userErrors: [] } };
    const answers = {
      ProfileSync: () => profileSync({ PHOTO: 'CURRENT' }, { PHOTO: 'facebook-1' }),
      StopProfileSync: () => stopped,
    };
    const { user, graph } = renderPart(<SyncSection />, { answers });
    const photo = within(await screen.findByRole('group', { name: 'Photo' }));
    await user.click(photo.getByRole('switch', { name: 'Keep ada.instagram on Instagram the same', checked: true }));
    expect(graph.inputsOf('StopProfileSync')).toEqual([
      { accountId: 'instagram-1', fields: ['PHOTO'], idempotencyKey: expect.any(String) },
    ]);
  });

  it('PR2: passes the source on to another account', async () => {
    const answers = {
      ProfileSync: () => profileSync({ PHOTO: 'CURRENT' }, { PHOTO: 'facebook-1' }),
      SyncProfile: () => synced,
    };
    const { user, graph } = renderPart(<SyncSection />, { answers });
    const photo = within(await screen.findByRole('group', { name: 'Photo' }));
    await user.selectOptions(photo.getByLabelText('Source'), 'instagram-1');
    await user.click(photo.getByRole('button', { name: 'Make ada.instagram on Instagram the source' }));
    expect(graph.inputsOf('SyncProfile')).toMatchObject([
      { sourceAccountId: 'instagram-1', accountIds: ['facebook-1'] },
    ]);
  });

  it('PR3: takes an alternative everywhere, where a username is refused in one app', async () => {
    const refused = refusal({
      code: 'USERNAME_TAKEN',
      message: 'Somebody has it on Instagram.',
      alternatives: ['ada.9'],
    });
    const answersInTurn = [{ syncProfile: { results: [], userErrors: [refused] } }, synced];
    const answers = {
      ProfileSync: () => profileSync({}),
      SyncProfile: () => answersInTurn.shift() ?? synced,
      UpdateProfile: () => ({ updateProfile: { results: [applied('facebook-1')], userErrors: [] } }),
    };
    const { user, graph } = renderPart(<SyncSection />, { answers });
    const username = within(await screen.findByRole('group', { name: 'Username' }));
    await user.click(username.getByRole('switch'));
    expect(username.getByText('Somebody has it on Instagram.')).toBeDefined();
    await user.click(username.getByRole('button', { name: 'ada.9' }));
    expect(graph.inputsOf('UpdateProfile')).toMatchObject([{ accountId: 'facebook-1', username: 'ada.9' }]);
    expect(graph.inputsOf('SyncProfile')).toHaveLength(2);
    expect(await username.findByText(/is up to date/)).toBeDefined();
  });

  it('PR6, PR8: shows what is paused and what is on its way', async () => {
    const answers = {
      ProfileSync: () =>
        profileSync({ PHOTO: 'PAUSED', USERNAME: 'PENDING' }, { PHOTO: 'facebook-1', USERNAME: 'facebook-1' }),
    };
    renderPart(<SyncSection />, { answers });
    expect(await screen.findByText(/^Paused/)).toBeDefined();
    expect(screen.getByText(/^A change is on its way/)).toBeDefined();
  });
});
