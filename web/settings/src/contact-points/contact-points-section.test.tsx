// @vitest-environment happy-dom
import { cleanup, screen } from '@testing-library/react';
import { describe, expect, it, onTestFinished } from 'vitest';
import { signInAgainAnswers } from '../testing/accounts.ts';
import { renderPart } from '../testing/render.tsx';
import { ContactPointsSection } from './contact-points-section.tsx';

const unverified = {
  __typename: 'ContactPoint',
  id: 'cpt_1',
  address: 'ada@example.org',
  isVerified: false,
  heldUntil: null,
  pendingAddress: null,
};

function contactPoints(...list: object[]) {
  return {
    viewer: {
      __typename: 'Viewer',
      user: { __typename: 'FacebookUser', id: 'facebook-1', contactPoints: list },
    },
  };
}

function refused(mutation: string, code: string, field: string[] | null) {
  return {
    [mutation]: { contactPoint: null, removedContactPointId: null, userErrors: [{ code, message: `${code}!`, field }] },
  };
}

describe('contact points', () => {
  it('are verified with the code from the mail', async () => {
    const verified = { ...unverified, isVerified: true, heldUntil: '2026-11-26T10:00:00.000Z' };
    const answers = {
      ContactPoints: () => contactPoints(unverified),
      VerifyContactPoint: () => ({ verifyContactPoint: { contactPoint: verified, userErrors: [] } }),
    };
    const { user, graph } = renderPart(<ContactPointsSection />, { answers });
    await user.type(await screen.findByLabelText('Code from the mail to ada@example.org'), '12345678');
    await user.click(screen.getByRole('button', { name: 'Verify' }));
    expect(graph.inputsOf('VerifyContactPoint')).toEqual([
      { contactPointId: 'cpt_1', code: '12345678', idempotencyKey: expect.any(String) },
    ]);
    expect(await screen.findByText(/gets no recovery code until/)).toBeDefined();
    expect(screen.queryByRole('button', { name: 'Verify' })).toBeNull();
  });

  it('D3: are sent a new code, and removed, under the key of the answer that was lost', async () => {
    const lost = () => {
      throw new Error('The network is gone.');
    };
    const resent = { resendContactPointCode: { contactPoint: unverified, userErrors: [] } };
    const removed = { removeContactPoint: { removedContactPointId: 'cpt_1', userErrors: [] } };
    const [resending, removing] = [
      [lost, () => resent, () => resent],
      [lost, () => removed],
    ];
    const { user, graph } = renderPart(<ContactPointsSection />, {
      answers: {
        ContactPoints: () => contactPoints(unverified),
        ResendContactPointCode: () => resending.shift()?.() ?? {},
        RemoveContactPoint: () => removing.shift()?.() ?? {},
      },
    });
    const keysOf = (operation: string) => graph.inputsOf(operation).map(({ idempotencyKey }) => idempotencyKey);
    const sendAgain = await screen.findByRole('button', { name: 'Send a new code' });
    for (const times of [1, 2, 3]) {
      await user.click(sendAgain);
      await expect.poll(() => keysOf('ResendContactPointCode').length).toBe(times);
      await expect.poll(() => sendAgain.getAttribute('aria-disabled')).not.toBe('true');
    }
    const [first, again, next] = keysOf('ResendContactPointCode');
    expect(again).toBe(first);
    expect(next).not.toBe(first);
    await user.click(screen.getByRole('button', { name: 'Remove ada@example.org' }));
    const remove = screen.getByRole('button', { name: 'Remove it' });
    for (const times of [1, 2]) {
      await user.click(remove);
      await expect.poll(() => keysOf('RemoveContactPoint').length).toBe(times);
      await expect.poll(() => remove.getAttribute('aria-disabled')).not.toBe('true');
    }
    expect(new Set(keysOf('RemoveContactPoint')).size).toBe(1);
  });

  it('link to the mailbox where the page names one, in development', async () => {
    const answers = { ContactPoints: () => contactPoints(unverified) };
    renderPart(<ContactPointsSection />, { answers });
    await screen.findByLabelText('Code from the mail to ada@example.org');
    expect(screen.queryByRole('link')).toBeNull();
    cleanup();

    document.head.innerHTML = '<meta name="mailbox" content="/mailbox">';
    onTestFinished(() => document.head.replaceChildren());
    renderPart(<ContactPointsSection />, { answers });
    expect((await screen.findByRole('link')).getAttribute('href')).toBe('/mailbox');
  });

  it('show a wrong code beside its field', async () => {
    const answers = {
      ContactPoints: () => contactPoints(unverified),
      VerifyContactPoint: () => refused('verifyContactPoint', 'WRONG_CODE', ['input', 'code']),
    };
    const { user } = renderPart(<ContactPointsSection />, { answers });
    await user.click(await screen.findByRole('button', { name: 'Verify' }));
    const code = screen.getByLabelText('Code from the mail to ada@example.org');
    expect(screen.getByText('WRONG_CODE!').closest('.field')).toBe(code.closest('.field'));
  });

  it('F2: ask for the password again where the sign-in is too long ago, and go on', async () => {
    const inTurn = [
      refused('addContactPoint', 'RECENT_AUTHENTICATION_REQUIRED', null),
      { addContactPoint: { contactPoint: unverified, userErrors: [] } },
    ];
    const answers = {
      ContactPoints: () => contactPoints(),
      AddContactPoint: () => inTurn.shift() ?? {},
      ...signInAgainAnswers,
    };
    const { user, graph, session: keeper } = renderPart(<ContactPointsSection />, { answers });
    await user.type(await screen.findByLabelText('New mail address'), 'ada@example.org');
    await user.click(screen.getByRole('button', { name: 'Add it' }));
    await user.type(await screen.findByLabelText('Password of ada.facebook'), 'secret');
    await user.click(screen.getByRole('button', { name: 'Confirm' }));

    await expect.poll(() => graph.inputsOf('AddContactPoint').length).toBe(2);
    expect(graph.inputsOf('SignIn')).toEqual([{ app: 'FACEBOOK', username: 'ada.facebook', password: 'secret' }]);
    expect([graph.inputsOf('SignOut').length, await keeper.accessToken()]).toEqual([1, 'a2']);
    expect(screen.getByLabelText<HTMLInputElement>('New mail address').value).toBe('');
  });
});
