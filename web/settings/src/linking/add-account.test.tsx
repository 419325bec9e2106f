// @vitest-environment happy-dom
import { screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { accountOf, centerOf, twoAccounts } from '../testing/accounts.ts';
import { renderPart } from '../testing/render.tsx';
import { AddAccount } from './add-account.tsx';

function flow(isAccountProved: boolean, isOtherProved: boolean) {
  const provedAccount = isOtherProved ? { __typename: 'InstagramUser', id: 'igu_1', app: 'INSTAGRAM' } : null;
  return { __typename: 'LinkFlow', id: 'lnk_1', isAccountProved, provedAccount, expiresAt: '2026-11-23T10:10:00.000Z' };
}

const started = (isAccountProved: boolean) => ({ startLink: { flow: flow(isAccountProved, false), userErrors: [] } });
const proved = (isOtherProved: boolean) => ({
  proveAccountControl: { flow: flow(true, isOtherProved), userErrors: [] },
});
const linked = {
  linkAccount: { linkedAccount: { __typename: 'InstagramUser', id: 'igu_1', app: 'INSTAGRAM' }, userErrors: [] },
};

describe('adding an account', () => {
  it('L2: proves the other account only where the sign-in is recent, and links', async () => {
    const answers = {
      StartLink: () => started(true),
      ProveAccountControl: () => proved(true),
      LinkAccount: () => linked,
    };
    const center = centerOf([...twoAccounts.accounts, accountOf('instagram', { id: 'igu_1' })]);
    const { user, graph } = renderPart(<AddAccount />, { answers, center });
    await user.click(screen.getByRole('button', { name: 'Add an account' }));
    await user.selectOptions(screen.getByLabelText('App'), 'INSTAGRAM');
    await user.type(screen.getByLabelText('Its username'), 'ada_insta');
    await user.type(screen.getByLabelText('Its password'), 'secret');
    await user.click(screen.getByRole('button', { name: 'Confirm' }));
    await user.click(screen.getByRole('button', { name: 'Link' }));

    expect(await screen.findByText('ada.instagram on Instagram is linked.')).toBeDefined();
    expect(graph.inputsOf('StartLink')).toEqual([{ accountId: 'facebook-1' }]);
    expect(graph.inputsOf('ProveAccountControl')).toEqual([
      { flowId: 'lnk_1', app: 'INSTAGRAM', username: 'ada_insta', password: 'secret' },
    ]);
    expect(graph.inputsOf('LinkAccount')).toEqual([{ flowId: 'lnk_1', idempotencyKey: expect.any(String) }]);
  });

  it('L8: says nothing of an account that was linked and is unlinked again', async () => {
    const answers = {
      StartLink: () => started(true),
      ProveAccountControl: () => proved(true),
      LinkAccount: () => linked,
    };
    const { user } = renderPart(<AddAccount />, { answers });
    await user.click(screen.getByRole('button', { name: 'Add an account' }));
    await user.type(screen.getByLabelText('Its username'), 'ada_insta');
    await user.type(screen.getByLabelText('Its password'), 'secret');
    await user.click(screen.getByRole('button', { name: 'Confirm' }));
    await user.click(screen.getByRole('button', { name: 'Link' }));
    await screen.findByRole('button', { name: 'Add an account' });
    expect(screen.queryByText(/is linked/)).toBeNull();
  });

  it('L2: asks for the own password first where the sign-in is not', async () => {
    const answers = { StartLink: () => started(false), ProveAccountControl: () => proved(false) };
    const { user, graph } = renderPart(<AddAccount />, { answers });
    await user.click(screen.getByRole('button', { name: 'Add an account' }));
    expect(document.activeElement).toBe(screen.getByRole('region', { name: 'Confirm your own account' }));
    await user.type(screen.getByLabelText('Its password'), 'own secret');
    await user.click(screen.getByRole('button', { name: 'Confirm' }));
    expect(screen.getByLabelText('Its username')).toBeDefined();
    expect(graph.inputsOf('ProveAccountControl')).toEqual([
      { flowId: 'lnk_1', app: 'FACEBOOK', username: 'ada.facebook', password: 'own secret' },
    ]);
  });

  it('shows a wrong password, and can be tried again', async () => {
    const wrong = { code: 'WRONG_CREDENTIALS', message: 'The username or the password is wrong.', field: null };
    const answers = {
      StartLink: () => started(true),
      ProveAccountControl: () => ({ proveAccountControl: { flow: null, userErrors: [wrong] } }),
    };
    const { user } = renderPart(<AddAccount />, { answers });
    await user.click(screen.getByRole('button', { name: 'Add an account' }));
    await user.click(screen.getByRole('button', { name: 'Confirm' }));
    expect(screen.getByText(wrong.message)).toBeDefined();
    expect(screen.getByRole('button', { name: 'Confirm' })).toBeDefined();
  });

  it('can be given up', async () => {
    const { user } = renderPart(<AddAccount />, { answers: { StartLink: () => started(true) } });
    await user.click(screen.getByRole('button', { name: 'Add an account' }));
    await user.click(screen.getByRole('button', { name: 'Cancel' }));
    expect(screen.getByRole('button', { name: 'Add an account' })).toBeDefined();
  });
});
