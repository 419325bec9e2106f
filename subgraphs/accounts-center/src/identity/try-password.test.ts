import { QueueFull } from '@accounts-center/subgraph-kit';
import { expect, it, vi } from 'vitest';
import type { Guesses } from './guesses.service.ts';
import type { Passwords } from './passwords.ts';
import { tryPassword } from './try-password.ts';

const guess = { id: 'gss_1', subject: 's', source: 'c', isKnown: true, at: new Date(0) };

function tools(verify: Passwords['verify']) {
  const forget = vi.fn<Guesses['forget']>(async () => {});
  const passwords = { verify, hash: async () => '' };
  return { forget, deps: { passwords, guesses: { forget } as Partial<Guesses> as Guesses } };
}

it('a password waits with the others of its source, whatever account they are for', async () => {
  const verify = vi.fn<Passwords['verify']>(async () => true);
  const { deps, forget } = tools(verify);
  const tried = { password: 'correct horse', passwordHash: 'hash' };
  expect(await tryPassword(deps, guess, { ...tried, clientAddress: '2001:db8::1' })).toBe(true);
  await tryPassword(deps, guess, { ...tried, clientAddress: '2001:db8::2' });
  await tryPassword(deps, guess, { ...tried, clientAddress: '192.0.2.1' });
  expect(verify.mock.calls.map(([, , source]) => source)).toEqual([
    '2001:db8:0:0::/64',
    '2001:db8:0:0::/64',
    '192.0.2.1',
  ]);
  expect(forget).not.toHaveBeenCalled();
});

it('a password that has no turn is no guess', async () => {
  const { deps, forget } = tools(() => Promise.reject(new QueueFull()));
  const tried = { password: 'correct horse', passwordHash: undefined, clientAddress: undefined };
  await expect(tryPassword(deps, guess, tried)).rejects.toThrow(QueueFull);
  expect(forget).toHaveBeenCalledWith(guess);
});
