import { Readable } from 'node:stream';
import type { ServiceTransport } from '@accounts-center/subgraph-kit';
import { expect, it } from 'vitest';
import { createFaults } from './faults.ts';
import { settle } from './settle.ts';
import { createTraffic } from './traffic.ts';

const request = { service: 'facebook', method: 'POST', path: '/events', timeoutMs: 1_000 } as const;
const answer = { status: 200, headers: {}, body: Readable.from([]) };

/** A worker with so many entries due; each takes a step. */
function workerOf(step: () => Promise<unknown> = async () => {}) {
  const worker = {
    due: 0,
    done: 0,
    async drain() {
      const count = worker.due;
      worker.due = 0;
      for (let entry = 0; entry < count; entry += 1) await step();
      worker.done += count;
      return count;
    },
  };
  return worker;
}

/** Two services; an entry of the sender becomes one of the receiver, one turn of the event loop later. */
function twoServices(lostAnswers: number) {
  const receiver = workerOf();
  const arrive: ServiceTransport = {
    send: () =>
      new Promise((resolve) => {
        setImmediate(() => {
          receiver.due += 1;
          resolve(answer);
        });
      }),
    close: async () => {},
  };
  const traffic = createTraffic();
  const faults = createFaults();
  faults.loseAnswers('facebook', lostAnswers);
  const transport = faults.calls(traffic.calls(arrive));
  const send = () => transport.send(request, new AbortController().signal);
  return { traffic, receiver, send };
}

it.each([0, 1])('works off what an event brings to a service that was idle; %i answers lost', async (lostAnswers) => {
  const { traffic, receiver, send } = twoServices(lostAnswers);
  const sender = workerOf(() => send().catch(() => {}));
  sender.due = 1;
  await settle([receiver, sender], traffic);
  expect([sender.done, receiver.done]).toEqual([1, 1]);
});

it('waits for a call that nobody waits for any more', async () => {
  const { traffic, receiver, send } = twoServices(0);
  const sender = workerOf(async () => void send());
  sender.due = 1;
  await settle([receiver, sender], traffic);
  expect(receiver.done).toBe(1);
});

it('counts a call that fails as ended', async () => {
  const traffic = createTraffic();
  const broken: ServiceTransport = { send: () => Promise.reject(new Error('broken')), close: async () => {} };
  const { send } = traffic.calls(broken);
  await expect(send(request, new AbortController().signal)).rejects.toThrow('broken');
  await settle([workerOf()], traffic);
  expect(traffic.begun()).toBe(1);
});
