import type { Clock } from '../clock.ts';
import { createIdentitySigner } from '../identity/identity-signer.ts';
import type { Keyring } from '../identity/keyring.ts';
import type { Logger } from '../logger.ts';
import { createEventPush } from '../outbox/event-push.ts';
import type { ServiceClient } from '../service-client/service-client.ts';
import type { EventPublisher } from './event-bus.ts';
import { createNatsPublisher } from './nats-publisher.ts';
import { createPushingPublisher } from './pushing-publisher.ts';

const GATEWAY = 'gateway';

/**
 * Where a service in a process of its own tells what happens: NATS, or the one gateway, or nobody where it knows neither.
 * @throws Error when it knows the gateway, and has no key for it
 */
export async function openServiceBus(parts: {
  readonly service: string;
  readonly natsUrl: string | undefined;
  /** Origin of each service; the gateway's among them. */
  readonly addresses: Readonly<Record<string, string>>;
  readonly keyring: Keyring;
  readonly client: ServiceClient;
  readonly clock: Clock;
  readonly log: Logger;
}): Promise<EventPublisher | undefined> {
  const { service, natsUrl, addresses, clock, log } = parts;
  if (natsUrl !== undefined) return createNatsPublisher({ servers: natsUrl, name: service, clock, log });
  if (addresses[GATEWAY] === undefined) {
    log.info('Subscribers are told nothing by this service: it has neither NATS_URL nor the gateway’s address');
    return undefined;
  }
  const signer = createIdentitySigner({ issuer: service, ...parts });
  await signer.for(`${GATEWAY}/events`);
  return createPushingPublisher({ ...parts, push: createEventPush({ ...parts, signer }), gateway: GATEWAY });
}
