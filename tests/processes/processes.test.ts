// The constellation as separate processes that talk over HTTP.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createGraphClient } from '@accounts-center/client';
import { SignUpDocument } from '@accounts-center/client/operations';
import { startServices } from '@accounts-center/constellation';
import { runMainJob } from '@accounts-center/example-main-job';
import { services } from '@accounts-center/schema';
import { answerOf, PASSWORD } from '@accounts-center/test-kit';
import { ReadNamesakesDocument } from '@accounts-center/test-kit/operations';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { looseProcesses } from './loose-processes.ts';
import { freeRow, listenersIn } from './ports.ts';

// Six processes start from source, at the same time, on what may be two busy cores.
const SLOW = { timeout: 240_000 };
const READY = { timeout: 180_000, interval: 250 };

let folder: string;
let port: number;
let url: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'accounts-center-processes-'));
  port = await freeRow();
  url = `http://127.0.0.1:${port}`;
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Whether the gateway and all services can serve. */
async function isReady(): Promise<boolean> {
  const answer = await fetch(`${url}/ready`).catch(() => undefined);
  return answer?.ok ?? false;
}

describe('npm run start:services', () => {
  const program = fileURLToPath(new URL('../../constellation/src/services.ts', import.meta.url));

  function start() {
    const env = { ...process.env, PORT: String(port), DATA_DIR: folder, LOG_LEVEL: 'silent' };
    const child = spawn(process.execPath, ['--import', '@accounts-center/typescript', program], {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const said = { out: '', err: '' };
    child.stdout.on('data', (chunk) => (said.out += chunk));
    child.stderr.on('data', (chunk) => (said.err += chunk));
    const ended = once(child, 'close').then(([code]) => code as number | null);
    return { child, said, ended };
  }

  it('does the main job, and ends as a whole by a signal', SLOW, async () => {
    const { child, said, ended } = start();
    try {
      await expect.poll(() => said.out, READY).toContain('Accounts Center is ready');
      const client = createGraphClient(url);
      const { accounts } = await runMainJob({ client, run: 'p1', password: PASSWORD, tell: () => undefined });
      expect(accounts.map(({ username }) => username)).toEqual(['ada.p1', 'ada.p1']);
      expect(await listenersIn(port)).toHaveLength(services.length + 1);
    } finally {
      child.kill('SIGTERM');
      await ended;
    }
    expect([child.exitCode, said.err]).toEqual([0, '']);
    expect(await listenersIn(port)).toEqual([]);
  });

  it('ends cleanly by a signal while it makes the demo people', SLOW, async () => {
    const { child, said, ended } = start();
    await expect.poll(isReady, READY).toBe(true);
    child.kill('SIGINT');
    await ended;
    expect([child.exitCode, said.err]).toEqual([0, '']);
    expect(said.out).not.toContain('is ready');
  });
});

describe('separate processes', () => {
  it('D2: one is killed, the others answer; it comes back with all that it had', SLOW, async () => {
    await using group = looseProcesses();
    const databaseUrl = (service: string): string => `file:${join(folder, `${service}.db`)}`;
    const settings = { port, publicUrl: url, dataFolder: folder, databaseUrl, webRoot: undefined } as const;
    startServices({ ...settings, logLevel: 'silent' }, group);
    await expect.poll(isReady, READY).toBe(true);
    const client = createGraphClient(url);
    for (const app of ['FACEBOOK', 'INSTAGRAM'] as const) {
      const input = { app, username: 'ada.park', displayName: 'Ada', password: PASSWORD, idempotencyKey: `up-${app}` };
      await client.request(SignUpDocument, { input });
    }
    const namesakes = () => answerOf(client.request(ReadNamesakesDocument, { username: 'ada.park' }));
    const everybody = await namesakes();
    expect(everybody.errors).toEqual([]);

    await group.kill('instagram');
    const { data, errors } = await namesakes();
    expect(data).toEqual({ ...everybody.data, instagramUserByUsername: null });
    expect(errors).toEqual([expect.objectContaining({ message: 'instagram does not answer' })]);
    // An answer is remembered for a second.
    await expect.poll(isReady, READY).toBe(false);
    expect((await fetch(`${url}/health`)).status).toBe(200);

    group.restart('instagram');
    await expect.poll(isReady, READY).toBe(true);
    expect(await namesakes()).toEqual(everybody);
    const ends = await group.stop();
    expect(new Set(Object.values(ends))).toEqual(new Set([0]));
    expect(await listenersIn(port)).toEqual([]);
  });
});
