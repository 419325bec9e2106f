import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLogger } from '../logger.ts';
import { AnswerLost, SenderGone, ServiceUnreachable } from './failures.ts';
import { createServiceClient, type ServiceClient, type TransportResponse } from './service-client.ts';

const refused = () => new ServiceUnreachable('instagram', new Error('connect ECONNREFUSED 127.0.0.1:4003'));
const lost = () => new AnswerLost('instagram', new Error('No answer within 2000 ms.'));
const answer = (body = Readable.from([Buffer.from('{}')])): TransportResponse => ({ status: 200, headers: {}, body });

let lines: string[];
let next: () => TransportResponse;
let client: ServiceClient;
beforeEach(() => {
  lines = [];
  const log = createLogger({ name: 'gateway', pretty: true, destination: { write: (line) => void lines.push(line) } });
  const transport = { send: async () => next(), close: async () => {} };
  client = createServiceClient(transport, log);
});
afterEach(() => client.close());

async function call(outcome: TransportResponse | Error, signal?: AbortSignal): Promise<void> {
  next = () => {
    if (outcome instanceof Error) throw outcome;
    return outcome;
  };
  const request = { service: 'instagram', method: 'GET', path: '/', timeoutMs: 5_000 } as const;
  await client.send({ ...request, ...(signal && { signal }) }).then(
    (response) => response.text(),
    () => undefined,
  );
}

describe('a service that does not answer', () => {
  it('is one line for each kind of failure, and one with their number when it answers again', async () => {
    for (const failure of [refused(), refused(), lost(), refused(), lost()]) await call(failure);
    expect(lines).toEqual([
      expect.stringContaining("The service instagram can't be reached: connect ECONNREFUSED 127.0.0.1:4003. This"),
      expect.stringContaining('The answer of the service instagram was lost: No answer within 2000 ms. This'),
    ]);
    await call(answer());
    await call(answer());
    expect(lines.slice(2)).toEqual([
      expect.stringContaining('The service instagram answers again. Calls that failed meanwhile: 5.'),
    ]);
    await call(refused());
    expect(lines).toHaveLength(4);
    expect(lines.every((line) => line.trimEnd().split('\n').length === 1)).toBe(true);
  });

  it('is one that breaks off amid its answer', async () => {
    const body = new Readable({ read: () => void body.destroy(new Error('socket hang up')) });
    await call(answer(body)).catch(() => undefined);
    expect(lines).toEqual([expect.stringContaining('was lost: socket hang up.')]);
  });

  it('is none when the caller has gone', async () => {
    await call(new AnswerLost('instagram', new SenderGone(new Error('aborted'))));
    await call(lost(), AbortSignal.abort());
    expect(lines).toEqual([]);
  });
});
