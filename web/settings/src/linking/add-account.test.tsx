// @vitest-environment happy-dom
import { screen, within } from '@testing-library/react';
import { useState } from 'react';
import { describe, expect, it } from 'vitest';
import { CenterContext } from '../accounts/center.ts';
import { RefreshContext } from '../graph/refresh.ts';
import { accountOf, centerOf, twoAccounts } from '../testing/accounts.ts';
import { renderPart } from '../testing/render.tsx';
import { AddAccount } from './add-account.tsx';

function flow(isAccountProved: boolean, provedId: string | null) {
  const provedAccount = provedId === null ? null : { __typename: 'InstagramUser', id: provedId, app: 'INSTAGRAM' };
  return { __typename: 'LinkFlow', id: 'lnk_1', isAccountProved, provedAccount, expiresAt: '2026-11-23T10:10:00.000Z' };
}

const started = (isAccountProved: boolean) => ({ startLink: { flow: flow(isAccountProved, null), userErrors: [] } });
const proved = (provedId: string | null) => ({
  proveAccountControl: { flow: flow(true, provedId), userErrors: [] },
});
const linked = {
  linkAccount: { linkedAccount: { __typename: 'InstagramUser', id: 'igu_1', app: 'INSTAGRAM' }, userErrors: [] },
};

/** What is linked is in the center once the page has asked again. */
function AddAccountToGrowingCenter() {
  const [center, setCenter] = useState(twoAccounts);
  const grow = async (): Promise<void> =>
    setCenter(centerOf([...twoAccounts.accounts, accountOf('instagram', { id: 'igu_1' })]));
  return (
    <RefreshContext value={grow}>
      <CenterContext value={center}>
        <AddAccount />
      </CenterContext>
    </RefreshContext>
  );
}

describe('adding an account', () => {
  it('L2: proves the other account only where the sign-in is recent, and links', async () => {
    const answers = {
      StartLink: () => started(true),
      ProveAccountControl: () => proved('igu_1'),
      LinkAccount: () => linked,
    };
    const { user, graph } = renderPart(<AddAccountToGrowingCenter />, { answers });
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
      ProveAccountControl: () => proved('igu_1'),
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
    const answers = { StartLink: () => started(false), ProveAccountControl: () => proved(null) };
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

  it.each([
    ['the signed-in account', null],
    ['one that is linked already', 'instagram-1'],
  ])('says so when it is %s, and takes another one', async (_which, provedId) => {
    const inTurn = [proved(provedId), proved('igu_1')];
    const answers = { StartLink: () => started(true), ProveAccountControl: () => inTurn.shift() ?? {} };
    const { user } = renderPart(<AddAccount />, { answers });
    await user.click(screen.getByRole('button', { name: 'Add an account' }));
    await user.click(screen.getByRole('button', { name: 'Confirm' }));
    const alert = within(screen.getByRole('form', { name: 'The account to add' })).getByRole('alert');
    expect(alert.textContent).toBe('This account is in your Accounts Center already.');
    await user.click(screen.getByRole('button', { name: 'Confirm' }));
    expect(screen.getByRole('button', { name: 'Link' })).toBeDefined();
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
