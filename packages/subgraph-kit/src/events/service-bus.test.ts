import { expect, it } from 'vitest';
import { systemClock } from '../clock.ts';
import { generateKeyring } from '../identity/keyring.ts';
import { silentLogger } from '../logger.ts';
import { createServiceClient, type ServiceRequest } from '../service-client/service-client.ts';
import { openServiceBus } from './service-bus.ts';

const sent: ServiceRequest[] = [];
const client = createServiceClient({
  send: async (request) => {
    sent.push(request);
    throw new Error('nobody is there');
  },
  close: async () => undefined,
});
const fixed = { service: 'facebook', natsUrl: undefined, client, clock: systemClock, log: silentLogger };
const keyring = generateKeyring(['facebook>gateway/events']);
const event = { key: 'k', field: 'f', arguments: {}, value: null };

it('a service tells the gateway whose address it has', async () => {
  await using bus = await openServiceBus({ ...fixed, keyring, addresses: { gateway: 'http://gateway' } });
  await expect(bus?.publish(event)).rejects.toThrow();
  expect(sent).toMatchObject([{ service: 'gateway', path: '/events' }]);
});

it('a service does not start with a gateway’s address and no key for it', async () => {
  const parts = { ...fixed, keyring: {}, addresses: { gateway: 'http://gateway' } };
  await expect(openServiceBus(parts)).rejects.toThrow('facebook>gateway/events');
});

it('a service that knows neither NATS nor a gateway tells nobody', async () => {
  expect(await openServiceBus({ ...fixed, keyring, addresses: { instagram: 'http://instagram' } })).toBeUndefined();
});
