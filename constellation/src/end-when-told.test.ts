import { EventEmitter } from 'node:events';
import { beforeEach, expect, it, vi } from 'vitest';
import { type Ending, endWhenTold } from './end-when-told.ts';

/** Stands for the process. */
class Host extends EventEmitter {
  exitCode: number | undefined;
  said = '';
  readonly exit = vi.fn() as unknown as Ending['exit'];
  readonly stderr = { write: (text: string) => (this.said += text) !== '' };
}

let host: Host;
let folder: AbortController;
let closed: number;
const close = async (): Promise<void> => {
  closed += 1;
};
const begin = async (): Promise<void> => undefined;
const told = (closing = close, beginning = begin) =>
  endWhenTold({ lost: folder.signal }, closing, beginning, host as unknown as Ending);

beforeEach(() => {
  host = new Host();
  folder = new AbortController();
  closed = 0;
});

it('a process goes on until a signal, and ends once whatever else comes', async () => {
  await told();
  expect(closed).toBe(0);
  host.emit('SIGINT');
  host.emit('SIGTERM');
  folder.abort('Gone.');
  expect([closed, host.said]).toEqual([1, 'Gone.\n']);
});

it.each([
  ['before', async () => folder.abort('Gone.'), begin],
  ['during', begin, async () => folder.abort('Gone.')],
])('a process whose folder is gone %s its first work says so, and ends', async (_when, before, during) => {
  await before();
  await told(close, during);
  expect([closed, host.said, host.exitCode]).toEqual([1, 'Gone.\n', 1]);
});

it('a process whose folder was gone before does not begin', async () => {
  folder.abort('Gone.');
  const beginning = vi.fn(begin);
  await told(close, beginning);
  expect(beginning).not.toHaveBeenCalled();
});

it('first work that the end breaks off is no failure, and any other is', async () => {
  const failure = new Error('The graph does not answer.');
  const brokenOff = async () => {
    host.emit('SIGTERM');
    throw failure;
  };
  await told(close, brokenOff);
  expect([closed, host.exitCode]).toEqual([1, undefined]);
  host = new Host();
  await expect(told(close, () => Promise.reject(failure))).rejects.toBe(failure);
});

it('a process that can’t be closed says why, and ends all the same', async () => {
  await told(() => Promise.reject(new Error('The port is stuck.')));
  host.emit('SIGTERM');
  await vi.waitFor(() => expect(host.exit).toHaveBeenCalledExactlyOnceWith(1));
  expect(host.said).toContain('It did not end cleanly: Error: The port is stuck.');
});
