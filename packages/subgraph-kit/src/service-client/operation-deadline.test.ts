import { Readable } from 'node:stream';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { executeBounded } from '../graphql/execution.ts';
import { createLogger } from '../logger.ts';
import { runInRequest, timeLeftMs } from '../request-scope.ts';
import { REQUEST_TIMEOUT_HEADER } from './deadline.ts';
import { ServiceUnreachable } from './failures.ts';
import { createServiceClient, type ServiceClient, type ServiceRequest } from './service-client.ts';

const CALL: ServiceRequest = { service: 'instagram', method: 'POST', path: '/contract', timeoutMs: 20_000 };

let client: ServiceClient;
let told: number[];
let logged: string;
beforeEach(() => {
  told = [];
  logged = '';
  const log = createLogger({ name: 'center', destination: { write: (line) => void (logged += line) } });
  client = createServiceClient(
    {
      send: async ({ headers = {} }) => {
        told.push(Number(headers[REQUEST_TIMEOUT_HEADER]));
        return { status: 200, headers: {}, body: Readable.from([]) };
      },
      close: async () => {},
    },
    log,
  );
});
afterEach(() => client.close());

const inOperation = <T>(timeoutMs: number, work: () => Promise<T>): Promise<T> =>
  executeBounded({ maxFields: 1, timeoutMs }, work);

it('a call for an operation is given what the operation has left, less a time to answer in', async () => {
  await inOperation(15_000, () => client.send(CALL));
  await inOperation(1_000, () => client.send(CALL));
  await inOperation(60_000, () => client.send(CALL));
  const [first = 0, second = 0, third] = told;
  expect([first <= 14_500, first > 10_000, second <= 800, second > 0, third]).toEqual([true, true, true, true, 20_000]);
});

it('a call for an operation that has nothing left is not made, and that is no outage of the service', async () => {
  const body = Readable.from(['never read']);
  const late = inOperation(1, () => client.send({ ...CALL, body }));
  await expect(late).rejects.toThrow(ServiceUnreachable);
  expect([told, body.destroyed, logged]).toEqual([[], true, '']);
});

it('work in the background has its own time-outs: jobs, what outlives an operation, and what goes on when it is over', async () => {
  await client.send(CALL);
  let goOn = (): void => {};
  const rest = new Promise<void>((resolve) => void (goOn = resolve)).then(() => undefined);
  let after: Promise<unknown> | undefined;
  await inOperation(1_000, async () => {
    await runInRequest({ requestId: 'job-1' }, () => client.send(CALL));
    await client.send({ ...CALL, outlivesOperation: true });
    after = rest.then(() => client.send(CALL));
    expect(timeLeftMs()).toBeLessThanOrEqual(800);
  });
  goOn();
  await after;
  expect([told, timeLeftMs()]).toEqual([[20_000, 20_000, 20_000, 20_000], Number.POSITIVE_INFINITY]);
});
