// @vitest-environment happy-dom
import { screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { apps } from '../apps/apps.ts';
import { renderPart } from '../testing/render.tsx';
import { SignUpForm } from './sign-up-form.tsx';

const [facebook] = apps;
if (facebook === undefined) throw new Error('The family has no app.');

const session = {
  __typename: 'Session',
  user: { __typename: 'FacebookUser', id: 'fbu_1' },
  accessToken: 'a1',
  accessTokenExpiresAt: '2026-11-23T10:10:00.000Z',
  refreshToken: 'r1',
};

function refused(code: string, field: string[] | null) {
  return { signUp: { session: null, userErrors: [{ code, message: `${code}!`, field }] } };
}

describe('making an account', () => {
  it('signs in to it', async () => {
    const answers = { SignUp: () => ({ signUp: { session, userErrors: [] } }) };
    const { user, graph, session: keeper } = renderPart(<SignUpForm app={facebook} />, { answers });
    await user.type(screen.getByLabelText('Username'), 'ada');
    await user.type(screen.getByLabelText('Display name'), 'Ada Park');
    await user.type(screen.getByLabelText('Password'), 'correct horse');
    await user.click(screen.getByRole('button'));
    expect(keeper.state()).toBe('signed-in');
    const [input] = graph.inputsOf('SignUp');
    expect(input).toMatchObject({
      app: 'FACEBOOK',
      username: 'ada',
      displayName: 'Ada Park',
      password: 'correct horse',
    });
  });

  it('shows what is wrong beside its field, and leads there', async () => {
    const answers = { SignUp: () => refused('USERNAME_TAKEN', ['input', 'username']) };
    const { user } = renderPart(<SignUpForm app={facebook} />, { answers });
    await user.click(screen.getByRole('button'));
    const username = screen.getByLabelText('Username');
    expect(document.getElementById(username.getAttribute('aria-describedby')?.split(' ')[1] ?? '')?.textContent).toBe(
      'USERNAME_TAKEN!',
    );
    expect([username.getAttribute('aria-invalid'), document.activeElement]).toEqual(['true', username]);
    expect(screen.getByRole('alert').textContent).toBe('');
  });

  it('D3: sends the same key again when the answer was lost or the app was away, and a new one after a refusal', async () => {
    const answersInTurn = [
      () => Promise.reject(new TypeError('Failed to fetch')),
      () => refused('APP_UNAVAILABLE', null),
      () => refused('USERNAME_TAKEN', ['input', 'username']),
      () => ({ signUp: { session, userErrors: [] } }),
    ];
    const answers = { SignUp: () => (answersInTurn.shift() ?? (() => ({})))() };
    const { user, graph } = renderPart(<SignUpForm app={facebook} />, { answers });
    for (const expected of ['There is no answer. Check your connection and try again.', 'APP_UNAVAILABLE!', '', '']) {
      await user.click(screen.getByRole('button'));
      expect(screen.getByRole('alert').textContent).toBe(expected);
    }
    const [lost, away, refusal, last] = graph.inputsOf('SignUp').map(({ idempotencyKey }) => idempotencyKey);
    expect([away, refusal]).toEqual([lost, lost]);
    expect(last).not.toBe(lost);
  });

  it('is done once, however often the button is pressed meanwhile', async () => {
    let answer = (): void => undefined;
    const waiting = new Promise<object>((resolve) => {
      answer = () => resolve({ signUp: { session, userErrors: [] } });
    });
    const { user, graph } = renderPart(<SignUpForm app={facebook} />, { answers: { SignUp: () => waiting } });
    await user.dblClick(screen.getByRole('button'));
    expect(screen.getByRole('button').getAttribute('aria-disabled')).toBe('true');
    answer();
    await expect.poll(() => screen.getByRole('button').getAttribute('aria-disabled')).toBe('false');
    expect(graph.inputsOf('SignUp')).toHaveLength(1);
  });
});
