import Fastify, { type FastifyInstance } from 'fastify';
import { afterEach, describe, expect, it } from 'vitest';
import { movableClock } from '../clock.ts';
import { createIdentitySigner } from '../identity/identity-signer.ts';
import { createIdentityVerifier } from '../identity/identity-verifier.ts';
import { generateKeyring } from '../identity/keyring.ts';
import { createEventPush } from '../outbox/event-push.ts';
import { localTransport } from '../service-client/local-transport.ts';
import { createServiceClient } from '../service-client/service-client.ts';
import { describeBus, type Ends, event, listen, REPLAY_EVENTS, values } from './event-bus.fixture.ts';
import { createInProcessBus } from './in-process-bus.ts';
import { createPushingPublisher } from './pushing-publisher.ts';
import { takePushedEvents } from './take-pushed-events.ts';

const clock = movableClock(new Date('2026-11-23T10:00:00Z'));

const inOneProcess = async (): Promise<Ends> => {
  const bus = createInProcessBus({ replayEvents: REPLAY_EVENTS, clock });
  return { service: bus, gateway: bus };
};

const keyring = generateKeyring(['facebook>gateway/events']);
const servers: FastifyInstance[] = [];
async function overHttp(): Promise<Ends> {
  const gateway = createInProcessBus({ replayEvents: REPLAY_EVENTS, clock });
  const server = Fastify();
  servers.push(server);
  const admitted = { audience: 'gateway/events', allowedIssuers: ['facebook'], keyring, clock };
  server.register(async (scope) => takePushedEvents(scope, createIdentityVerifier(admitted), gateway));
  const transport = localTransport();
  transport.register('gateway', server);
  const signer = createIdentitySigner({ issuer: 'facebook', keyring, clock });
  const push = createEventPush({ client: createServiceClient(transport), signer });
  return { service: createPushingPublisher({ push, clock, gateway: 'gateway' }), gateway };
}
afterEach(() => Promise.all(servers.splice(0).map((server) => server.close())));

describeBus('in one process', inOneProcess);
describeBus('that is pushed to over HTTP', overHttp);
describe('in one process', () => {
  it('knows the ids of a former process for what they are', async () => {
    await using former = createInProcessBus({ replayEvents: 5, clock });
    const heard = listen(former, 'delivered');
    for (const name of ['a', 'b', 'c']) await former.publish(event(name));
    clock.advance(1);
    await using bus = createInProcessBus({ replayEvents: 5, clock });
    for (const name of ['d', 'e', 'f']) await bus.publish(event(name));
    const back = listen(bus, 'delivered', heard.events[0]?.id);
    expect([back.gaps, values(back)]).toEqual([1, []]);
    await bus.publish(event('g'));
    expect(values(back)).toEqual(['g']);
    expect((heard.events[2]?.id ?? '') < (back.events[0]?.id ?? '')).toBe(true);
  });

  it('knows keys for at least as many events as are kept', async () => {
    await using bus = createInProcessBus({ replayEvents: 2_000, clock });
    const heard = listen(bus, 'delivered');
    const names = Array.from({ length: 3_000 }, (_, n) => `${n}`);
    for (const name of names) await bus.publish(event(name));
    for (const name of names.slice(1_000)) await bus.publish(event(name));
    expect(heard.events).toHaveLength(names.length);
  });

  it('keeps fewer events where they name many accounts', async () => {
    await using bus = createInProcessBus({ replayEvents: 5, clock });
    const heard = listen(bus, 'delivered');
    const audience = Array.from({ length: 20 }, (_, n) => `fbu_${n}`);
    for (const name of ['a', 'b', 'c', 'd']) await bus.publish({ ...event(name), audience });
    expect(listen(bus, 'delivered', heard.events[0]?.id).gaps).toBe(1);
    expect(values(listen(bus, 'delivered', heard.events[1]?.id))).toEqual(['c', 'd']);
  });
});

it('D1: what is pushed is taken from services alone, and only when it is an event', async () => {
  const bus = createInProcessBus({ replayEvents: 5, clock });
  const heard = listen(bus, 'delivered');
  const { service, gateway } = await overHttp();
  await expect(service.publish({ ...event('a'), field: 'no field' })).rejects.toThrow('MALFORMED_EVENT');
  const [server] = servers;
  const answer = await server?.inject({ method: 'POST', url: '/events', payload: event('a') });
  expect(answer?.statusCode).toBe(401);
  expect(values(heard)).toEqual([]);
  await gateway[Symbol.asyncDispose]();
});
