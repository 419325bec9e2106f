// A newcomer's first minutes: the demo people are there, whole, however often their making was broken off.
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { GraphClient } from '@accounts-center/client';
import { addDemoPeople } from '@accounts-center/constellation';
import { startWorld, type World } from '@accounts-center/test-kit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

class BrokenOff extends Error {}

describe('the demo people', () => {
  const file = join(tmpdir(), `demo-people-${process.pid}.json`);
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(async () => {
    await world.close();
    await rm(file, { force: true });
  });

  it('are there once, when each start but the last was broken off, each of them later', async () => {
    let signIns: Awaited<ReturnType<typeof addDemoPeople>> | undefined;
    let starts = 0;
    while (signIns === undefined) {
      starts += 1;
      signIns = await addDemoPeople(breakingAt(2 * starts - (starts % 2), world.graph), file).catch(
        (error: unknown) => {
          if (error instanceof BrokenOff) return undefined;
          throw error;
        },
      );
      await world.settle();
    }
    expect(starts).toBeGreaterThan(7);

    const accounts = await Promise.all(signIns.map((account) => world.signIn(account)));
    expect(accounts.map(({ app }) => app)).toHaveLength(8);
    const [ada, ...others] = accounts;
    if (ada === undefined) throw new Error('Ada is not there.');
    const { accounts: linked } = await world.readCenter(ada);
    expect(linked.map((account) => account?.id)).toEqual([ada, others[0], others[1]].map((account) => account?.id));
    const posts = await Promise.all(accounts.filter(isFirst).map((account) => world.postsOf(account)));
    expect(posts.map(({ length }) => length)).toEqual([1, 1, 1]);
  });

  it('are left alone once they are there, and shown with the names that they have now', async () => {
    const ada = await world.signIn({ app: 'FACEBOOK', username: 'ada.park', password: 'demo-password-1' });
    await world.updateProfile(ada, { username: 'ada.renamed' });
    let calls = 0;
    const signIns = await addDemoPeople(
      watched(world.graph, () => (calls += 1)),
      file,
    );
    expect(signIns[0]).toEqual({ app: 'FACEBOOK', username: 'ada.renamed', password: 'demo-password-1' });
    expect(calls).toBe(signIns.length);
    expect(await world.postsOf(ada)).toHaveLength(1);
  });
});

/** The accounts that have posts: the first one of each person. */
function isFirst({ app, username }: { app: string; username: string }): boolean {
  return ['FACEBOOK ada.park', 'FACEBOOK ben.okoro', 'INSTAGRAM chiara.moretti'].includes(`${app} ${username}`);
}

/** A client whose process dies at a call: every second time before it is sent, every other time before its answer is read. */
function breakingAt(last: number, graph: GraphClient): GraphClient {
  let calls = 0;
  return watched(graph, async (send) => {
    calls += 1;
    if (calls < last) return send();
    if (last % 2 === 0) await send();
    throw new BrokenOff();
  });
}

type Around = (send: () => Promise<unknown>) => unknown;

function watched(graph: GraphClient, around: Around): GraphClient {
  const through = async <T>(send: () => Promise<T>): Promise<T> => {
    const sent: { answer?: Promise<T> } = {};
    await around(() => (sent.answer ??= send()));
    return sent.answer ?? send();
  };
  return {
    request: (document, variables) => through(() => graph.request(document, variables)),
    uploadMedia: (...file) => through(() => graph.uploadMedia(...file)),
    withAccessToken: (token) => watched(graph.withAccessToken(token), around),
  };
}
