import { createLogger } from '@accounts-center/subgraph-kit';
import { Kind } from 'graphql';
import { expect, it, vi } from 'vitest';
import { SlowOperations } from './slow-operations.ts';
import { startTracedGateway } from './telemetry.fixture.ts';

function loggingTo(lines: Record<string, unknown>[]) {
  return createLogger({
    name: 'gateway',
    destination: { write: (line) => void lines.push(JSON.parse(line) as never) },
  });
}

it('a slow operation is logged with its plan and its calls, and without what its client wrote as values', async () => {
  const lines: Record<string, unknown>[] = [];
  await using gateway = await startTracedGateway({ log: loggingTo(lines), settings: { slowOperationMs: 0 } });
  await gateway.ask(
    'query Ages($unit: String) { me { name age(unit: "secret") other: age(unit: $unit) } }',
    {},
    {
      variables: { unit: 'hidden' },
    },
  );
  await vi.waitUntil(() => lines.length > 0);
  expect(lines).toMatchObject([
    {
      level: 40,
      msg: 'An operation was slow',
      operation: { name: 'Ages', type: 'query', hash: expect.stringMatching(/^[\da-f]{64}$/), ms: expect.any(Number) },
      subgraphs: { people: { calls: 1 }, posts: { calls: 1 } },
      plan: expect.stringContaining('Flatten(path: "me")'),
    },
  ]);
  expect(String(lines[0]?.['plan'])).toContain('Fetch(service: "people")');
  for (const word of ['secret', 'hidden']) expect(JSON.stringify(lines)).not.toContain(word);
});

it('a quick one is not', async () => {
  const lines: Record<string, unknown>[] = [];
  await using gateway = await startTracedGateway({ log: loggingTo(lines), settings: { slowOperationMs: 60_000 } });
  await gateway.ask('{ me { name } }');
  expect(lines).toEqual([]);
});

it('no more are told than ten in a minute; the others are counted', async () => {
  const lines: Record<string, unknown>[] = [];
  let now = 0;
  const slow = new SlowOperations(loggingTo(lines), undefined, () => now);
  const one = {
    name: 'Feed',
    type: 'query',
    hash: undefined,
    ms: 5_000,
    calls: [],
    document: { kind: Kind.DOCUMENT, definitions: [] } as const,
    operationName: undefined,
    variables: undefined,
  };
  for (let count = 0; count < 25; count += 1) await slow.tell(one);
  expect(lines).toHaveLength(10);
  now = 60_000;
  await slow.tell(one);
  expect(lines).toHaveLength(11);
  expect(lines.at(-1)).toMatchObject({ untold: 15 });
});
