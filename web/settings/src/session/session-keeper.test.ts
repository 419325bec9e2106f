import { describe, expect, it } from 'vitest';
import type { SessionTokensFragment } from '../../generated/operations.ts';
import { createSessionKeeper } from './session-keeper.ts';

const MINUTE_MS = 60_000;

function tokens(number: number, expiresAtMs: number): SessionTokensFragment {
  const accessTokenExpiresAt = new Date(expiresAtMs).toISOString();
  return { user: { id: 'fbu_1' }, accessToken: `a${number}`, accessTokenExpiresAt, refreshToken: `r${number}` };
}

/** A keeper with a clock, and a graph that trades `r1` for `a2` and so on. */
function open(stored?: string) {
  let [token, now, trades, isOver] = [stored, 0, 0, false];
  const refresh = async (refreshToken: string): Promise<SessionTokensFragment | undefined> => {
    trades += 1;
    return isOver ? undefined : tokens(Number(refreshToken.slice(1)) + 1, now + 10 * MINUTE_MS);
  };
  const set = (next: string | undefined): void => {
    token = next;
  };
  const keeper = createSessionKeeper({ refreshToken: { get: () => token, set }, refresh, now: () => now });
  return {
    keeper,
    token: () => token,
    trades: () => trades,
    pass: (ms: number) => {
      now += ms;
    },
    end: () => {
      isOver = true;
    },
  };
}

describe('a session', () => {
  it('goes on after a reload', async () => {
    const { keeper, token } = open('r1');
    expect(keeper.state()).toBe('signed-in');
    expect([await keeper.accessToken(), token()]).toEqual(['a2', 'r2']);
  });

  it('renews its access token shortly before it ends, once for all who wait', async () => {
    const { keeper, pass, trades } = open();
    keeper.adopt(tokens(1, 10 * MINUTE_MS));
    expect(await keeper.accessToken()).toBe('a1');
    pass(9.6 * MINUTE_MS);
    expect(await Promise.all([keeper.accessToken(), keeper.accessToken()])).toEqual(['a2', 'a2']);
    expect(trades()).toBe(1);
  });

  it('renews a token that was refused, unless that has happened', async () => {
    const { keeper, trades } = open();
    keeper.adopt(tokens(1, 10 * MINUTE_MS));
    expect([await keeper.renew('a1'), await keeper.renew('a1'), trades()]).toEqual(['a2', 'a2', 1]);
  });

  it('tells when it has ended elsewhere', async () => {
    const { keeper, end, token } = open('r1');
    let told = 0;
    keeper.subscribe(() => {
      told += 1;
    });
    end();
    expect(await keeper.accessToken()).toBeUndefined();
    expect([keeper.state(), told, token()]).toEqual(['ended', 1, undefined]);
  });

  it('that was left is not brought back by a late answer', async () => {
    const { keeper, token } = open('r1');
    const late = keeper.accessToken();
    keeper.forget();
    expect([await late, keeper.state(), token()]).toEqual([undefined, 'signed-out', undefined]);
  });
});
