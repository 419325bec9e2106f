// @vitest-environment happy-dom
import { screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { AccountsSection } from '../accounts/accounts-section.tsx';
import { signInAgainAnswers } from '../testing/accounts.ts';
import { renderPart } from '../testing/render.tsx';

const receipt = {
  __typename: 'UnlinkReceipt',
  account: { __typename: 'InstagramUser', id: 'instagram-1', app: 'INSTAGRAM' },
  unlinkedAt: '2026-11-23T10:00:00.000Z',
  stoppedSyncFields: ['USERNAME', 'PHOTO'],
  removedSharingSettings: 1,
  cancelledDeliveries: [],
  deliveriesInFlight: 0,
};

describe('unlinking', () => {
  it('asks first, and a no leaves everything as it is', async () => {
    const { user, graph } = renderPart(<AccountsSection />, { answers: {} });
    const unlink = screen.getByRole('button', { name: 'Unlink ada.instagram on Instagram' });
    await user.click(unlink);
    await user.click(screen.getByRole('button', { name: 'Keep it' }));
    expect(document.activeElement).toBe(unlink);
    expect(graph.inputsOf('UnlinkAccount')).toEqual([]);
  });

  it('L8: shows what stopped', async () => {
    const answers = { UnlinkAccount: () => ({ unlinkAccount: { receipt, userErrors: [] } }) };
    const { user, graph } = renderPart(<AccountsSection />, { answers });
    await user.click(screen.getByRole('button', { name: 'Unlink ada.instagram on Instagram' }));
    await user.click(screen.getByRole('button', { name: 'Unlink it' }));
    const shown = await screen.findByRole('region', { name: 'Receipt' });
    expect(document.activeElement).toBe(shown);
    expect(within(shown).getByText('Username, Photo. The values stay.')).toBeDefined();
    expect(within(shown).queryByText(/may still appear/)).toBeNull();
    expect(graph.inputsOf('UnlinkAccount')).toEqual([{ accountId: 'instagram-1', idempotencyKey: expect.any(String) }]);
  });

  it.each([
    [1, 'One copy had been sent already and may still appear within moments.'],
    [3, '3 copies had been sent already and may still appear within moments.'],
  ])('L8: says that of %i copies it is not known yet whether they come', async (deliveriesInFlight, sentence) => {
    const unlinked = { receipt: { ...receipt, deliveriesInFlight }, userErrors: [] };
    const { user } = renderPart(<AccountsSection />, {
      answers: { UnlinkAccount: () => ({ unlinkAccount: unlinked }) },
    });
    await user.click(screen.getByRole('button', { name: 'Unlink ada.instagram on Instagram' }));
    await user.click(screen.getByRole('button', { name: 'Unlink it' }));
    expect(within(await screen.findByRole('region', { name: 'Receipt' })).getByText(sentence)).toBeDefined();
  });

  it('F2: asks for the password again where the sign-in is too long ago, and goes on', async () => {
    const code = 'RECENT_AUTHENTICATION_REQUIRED';
    const inTurn = [
      { unlinkAccount: { receipt: null, userErrors: [{ code, message: 'Sign in again first.', field: null }] } },
      { unlinkAccount: { receipt, userErrors: [] } },
    ];
    const { user, graph, session } = renderPart(<AccountsSection />, {
      answers: { ...signInAgainAnswers, UnlinkAccount: () => inTurn.shift() ?? {} },
    });
    await user.click(screen.getByRole('button', { name: 'Unlink ada.instagram on Instagram' }));
    await user.click(screen.getByRole('button', { name: 'Unlink it' }));
    expect(await screen.findByText('Sign in again first.')).toBeDefined();
    await user.type(await screen.findByLabelText('Password of ada.facebook'), 'secret');
    await user.click(screen.getByRole('button', { name: 'Confirm' }));

    expect(await screen.findByRole('region', { name: 'Receipt' })).toBeDefined();
    expect(graph.inputsOf('SignIn')).toEqual([{ app: 'FACEBOOK', username: 'ada.facebook', password: 'secret' }]);
    expect(await session.accessToken()).toBe('a2');
    expect(graph.inputsOf('UnlinkAccount')).toHaveLength(2);
  });
});
