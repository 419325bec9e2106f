import { ConfigError, createLogger } from '@accounts-center/subgraph-kit';
import { GraphQLError } from 'graphql';
import { expect, it, vi } from 'vitest';
import { watchSupergraph } from './watch-supergraph.ts';

function watched() {
  const lines: string[] = [];
  const destination = { write: (line: string) => void lines.push((JSON.parse(line) as { msg: string }).msg) };
  const log = createLogger({ name: 'test', destination });
  const read = vi.fn(async () => 'one');
  const serve = vi.fn(async (_sdl: string) => {});
  const watch = watchSupergraph({ read, serve, serving: 'one', pollMs: 0, log });
  return { lines, read, serve, watch };
}

const NEW = 'The graph has changed: the new one is served from now on.';
const STAYS = 'A new graph can not be served: the one before stays.';

it('a new graph is served, once', async () => {
  const { lines, read, serve, watch } = watched();
  await watch.look();
  expect(serve).not.toHaveBeenCalled();
  read.mockResolvedValue('two');
  await watch.look();
  await watch.look();
  expect([serve.mock.calls, lines]).toEqual([[['two']], [NEW]]);
});

it('one that can not be served for a passing cause leaves the one before, is told once, and tried again', async () => {
  const { lines, read, serve, watch } = watched();
  read.mockResolvedValue('two');
  serve.mockRejectedValue(new Error('is busy'));
  await watch.look();
  await watch.look();
  expect(lines).toEqual([STAYS]);
  serve.mockRejectedValue(new Error('is late'));
  await watch.look();
  expect(lines).toEqual([STAYS, STAYS]);
  serve.mockResolvedValue(undefined);
  await watch.look();
  expect([serve.mock.calls.length, lines.at(-1)]).toEqual([4, NEW]);
});

it('one that can not be read changes nothing until it can', async () => {
  const { lines, read, serve, watch } = watched();
  read.mockRejectedValueOnce(new Error('not there')).mockRejectedValueOnce(new Error('not there'));
  await watch.look();
  await watch.look();
  await watch.look();
  expect([serve.mock.calls, lines]).toEqual([[], [STAYS, 'The graph is again the one that is served.']]);
});

it.each([
  ['GraphQLError', new GraphQLError('feature X is unsupported')],
  ['ConfigError', new ConfigError(['no address of people'])],
])(
  'a text that is refused by a %s is tried once, however often it is read, and another one is tried',
  async (_, error) => {
    const { lines, read, serve, watch } = watched();
    serve.mockRejectedValueOnce(error);
    read.mockResolvedValue('bad');
    await watch.look();
    await watch.look();
    expect([serve.mock.calls, lines]).toEqual([[['bad']], [STAYS]]);
    read.mockResolvedValue('one');
    await watch.look();
    read.mockResolvedValue('bad');
    await watch.look();
    expect([serve.mock.calls.length, lines.at(-1)]).toEqual([1, STAYS]);
    read.mockResolvedValue('good');
    await watch.look();
    expect([serve.mock.calls, lines.at(-1)]).toEqual([[['bad'], ['good']], NEW]);
  },
);
