import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { createProcessGroup, type ProcessGroup } from './process-group.ts';

// Calls in, then ends when it is told to, or when a signal comes.
const PROGRAM = `
  const socket = require('node:net').connect(process.env.DOOR, () => socket.write(process.env.NAME));
  socket.on('data', (code) => process.exit(Number(code)));
  process.on('SIGTERM', () => process.env.NAME !== 'deaf' && process.exit(0));
`;

let folder: string;
let program: string;
let door: Server;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'accounts-center-group-'));
  program = join(folder, 'program.cjs');
  await writeFile(program, PROGRAM);
  door = createServer().listen(join(folder, 'door'));
  await once(door, 'listening');
});
afterAll(async () => {
  door.close();
  await rm(folder, { recursive: true });
});

let group: ProcessGroup;
let told: string[];
let waits: number[];
let restart: (() => void) | undefined;
beforeEach(() => {
  told = [];
  waits = [];
  restart = undefined;
  group = createProcessGroup({
    tell: (line) => told.push(line),
    maxRestarts: 3,
    maxWaitMs: 15_000,
    later: (waitMs, act) => {
      waits.push(waitMs);
      restart = act;
      return () => {
        restart = undefined;
      };
    },
  });
});
afterEach(() => group.stop());

/** Waits for so many processes to call in. @returns ends one by its name, with an exit code */
async function arrivals(count: number): Promise<(name: string, code: number) => void> {
  const sockets = new Map<string, Socket>();
  const allThere = new Promise<void>((resolve) => {
    const take = (socket: Socket) =>
      socket
        .on('error', () => undefined)
        .once('data', (name) => {
          sockets.set(String(name), socket);
          if (sockets.size < count) return;
          door.off('connection', take);
          resolve();
        });
    door.on('connection', take);
  });
  await allThere;
  return (name, code) => void sockets.get(name)?.write(String(code));
}

/** Starts processes, and waits until all of them run. */
function start(...names: string[]): Promise<(name: string, code: number) => void> {
  const there = arrivals(names.length);
  for (const name of names) group.start(name, program, { ...process.env, NAME: name, DOOR: join(folder, 'door') });
  return there;
}

it('a group ends as a whole when one of it ends before all are there, and says which', async () => {
  const end = await start('one', 'two', 'three');
  end('two', 3);
  expect(await group.ended).toBe('two has ended: code 3.');
  expect([group.stopping.aborted, told]).toEqual([true, []]);
});

it('a group that is stopped ends without a reason', async () => {
  await start('one', 'two');
  group.keep();
  expect(group.stopping.aborted).toBe(false);
  const stopped = group.stop();
  expect(group.stopping.aborted).toBe(true);
  await stopped;
  expect([await group.ended, told]).toEqual([undefined, []]);
});

it('D2: one that ends later is told of and started again, and the others go on', async () => {
  const end = await start('one', 'two');
  group.keep();
  end('two', 3);
  await vi.waitFor(() => expect(told).toHaveLength(1));
  expect(told).toEqual(['two has ended: code 3. It is started again in 5 seconds (1 of 3 times).']);
  const back = arrivals(1);
  restart?.();
  (await back)('two', 4);
  await vi.waitFor(() => expect(told).toHaveLength(3));
  expect(told[1]).toMatch(/^two is started again, as process \d+\.$/);
  expect(group.processes()).toEqual(['one', 'two'].map((name) => ({ name, pid: expect.any(Number) })));
  expect(group.stopping.aborted).toBe(false);
  // Whoever was there all the time is still there to be ended.
  end('one', 5);
  await vi.waitFor(() =>
    expect(told[3]).toBe('one has ended: code 5. It is started again in 5 seconds (1 of 3 times).'),
  );
});

it('one that ends again and again is started so many times, with longer and longer waits', async () => {
  let end = await start('one');
  group.keep();
  for (const times of [1, 2, 3]) {
    end('one', 1);
    await vi.waitFor(() => expect(waits).toHaveLength(times));
    const back = arrivals(1);
    restart?.();
    end = await back;
  }
  end('one', 1);
  await vi.waitFor(() => expect(told).toHaveLength(7));
  expect(waits).toEqual([5_000, 10_000, 15_000]);
  expect(told[6]).toBe('one has ended: code 1. It was started again 3 times; that was the last one.');
});

it('a group that is stopped starts nothing again', async () => {
  const end = await start('one', 'two');
  group.keep();
  end('one', 1);
  await vi.waitFor(() => expect(restart).toBeDefined());
  await group.stop();
  expect(restart).toBeUndefined();
});

it('the one that was started last, which calls the others, ends before them; one that does not end is killed after 10 seconds', async () => {
  await start('one', 'deaf');
  group.keep();
  const stopped = group.stop('Somebody says so.');
  await vi.waitFor(() => expect(waits).toEqual([10_000]));
  const [one] = group.processes();
  expect(process.kill(one?.pid ?? 0, 0)).toBe(true);
  restart?.();
  await stopped;
  expect(waits).toEqual([10_000, 10_000]);
  expect(await group.ended).toBe('Somebody says so.');
  expect(told).toEqual(['deaf has not ended in 10 seconds. It is killed.']);
});
