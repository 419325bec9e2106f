import {
  createEventPush,
  createIdentitySigner,
  createPushingPublisher,
  createServiceClient,
  type EventPublisher,
  type GraphEvent,
  generateKeyring,
  localTransport,
  movableClock,
  silentLogger,
} from '@accounts-center/subgraph-kit';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addEventDoor, openGatewayBus } from './gateway-bus.ts';

const clock = movableClock(new Date('2026-11-23T10:00:00Z'));
const keyring = generateKeyring([
  'facebook>gateway/events',
  'stranger>gateway/events',
  'facebook>accounts-center/events',
]);

describe('the door of a gateway without NATS', () => {
  let server: FastifyInstance;
  let told: GraphEvent[];
  beforeEach(async () => {
    const bus = openGatewayBus({ natsUrl: undefined, replayEvents: 10, clock, log: silentLogger });
    told = [];
    bus.subscribe('postPublished', (event) => told.push(event));
    server = Fastify();
    server.get('/open', () => 'open');
    await addEventDoor(server, { services: ['facebook'], keyring, clock, bus });
  });
  afterEach(() => server.close());

  const publisherOf = (service: string): EventPublisher => {
    const transport = localTransport();
    transport.register('gateway', server);
    const signer = createIdentitySigner({ issuer: service, keyring, clock });
    const push = createEventPush({ client: createServiceClient(transport), signer });
    return createPushingPublisher({ push, clock, gateway: 'gateway' });
  };
  const event = { key: 'k', field: 'postPublished', arguments: {}, value: { __typename: 'FacebookPost', id: 'fbp_1' } };

  it('lets in what services push, once', async () => {
    const facebook = publisherOf('facebook');
    for (let times = 0; times < 2; times += 1) await facebook.publish(event);
    expect(told).toMatchObject([{ value: { id: 'fbp_1' } }]);
  });

  it('D1: refuses everybody else, and leaves other routes as they are', async () => {
    await expect(publisherOf('stranger').publish(event)).rejects.toThrow('status 401');
    expect((await server.inject({ method: 'POST', url: '/events', payload: event })).statusCode).toBe(401);
    expect((await server.inject({ url: '/open' })).body).toBe('open');
    expect(told).toEqual([]);
  });

  it('D1: does not start without the key of a service', async () => {
    const bus = openGatewayBus({ natsUrl: undefined, replayEvents: 10, clock, log: silentLogger });
    const without = Fastify();
    const parts = { services: ['facebook', 'instagram'], keyring, clock, bus };
    await expect(addEventDoor(without, parts)).rejects.toThrow('instagram>gateway/events');
  });
});
