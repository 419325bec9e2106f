import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createProcessGroup, type ProcessGroup } from './process-group.ts';

// Calls in, then ends when it is told to, or when a signal comes.
const PROGRAM = `
  const socket = require('node:net').connect(process.env.DOOR, () => socket.write(process.env.NAME));
  socket.on('data', (code) => process.exit(Number(code)));
  process.once('SIGTERM', () => process.exit(0));
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

/** Starts processes, and waits until all of them run. @returns ends one with an exit code */
async function start(group: ProcessGroup, names: readonly string[]): Promise<(name: string, code: number) => void> {
  const sockets = new Map<string, { write(text: string): unknown }>();
  const allThere = new Promise<void>((resolve) => {
    door.on('connection', (socket) => {
      socket
        .on('error', () => undefined)
        .once('data', (name) => {
          sockets.set(String(name), socket);
          if (sockets.size === names.length) resolve();
        });
    });
  });
  for (const name of names) group.start(name, program, { ...process.env, NAME: name, DOOR: join(folder, 'door') });
  await allThere;
  return (name, code) => void sockets.get(name)?.write(String(code));
}

it('a group ends as a whole when one of it ends, and says which', async () => {
  const group = createProcessGroup();
  const end = await start(group, ['one', 'two', 'three']);
  end('two', 3);
  expect(await group.ended).toBe('two has ended: code 3.');
});

it('a group that is stopped ends without a reason', async () => {
  const group = createProcessGroup();
  await start(group, ['one', 'two']);
  await group.stop();
  expect(await group.ended).toBeUndefined();
});
