import {
  type Clock,
  createIdentityVerifier,
  createInProcessBus,
  createNatsBus,
  type EventBus,
  type Keyring,
  type Logger,
  takePushedEvents,
} from '@accounts-center/subgraph-kit';
import type { FastifyInstance } from 'fastify';

/**
 * The bus of a gateway process: NATS, which any number of gateways share; without it one of its own, for one gateway, that
 * services push to.
 */
export function openGatewayBus(parts: {
  readonly natsUrl: string | undefined;
  /** How many of the last events are kept for clients that come back. */
  readonly replayEvents: number;
  readonly clock: Clock;
  readonly log: Logger;
}): EventBus {
  const { natsUrl, replayEvents, clock, log } = parts;
  if (natsUrl === undefined) return createInProcessBus({ replayEvents, clock });
  return createNatsBus({ servers: natsUrl, name: 'gateway', replayEvents, clock, log });
}

/**
 * Takes at `/events` what services push.
 * @param parts.services those that may: there is a key for each, `<service>>gateway/events`
 * @throws Error when one is missing
 */
export async function addEventDoor(
  server: FastifyInstance,
  parts: {
    readonly services: readonly string[];
    readonly keyring: Keyring;
    readonly clock: Clock;
    readonly bus: EventBus;
  },
): Promise<void> {
  const { services, keyring, clock, bus } = parts;
  const verifier = createIdentityVerifier({ audience: 'gateway/events', allowedIssuers: services, keyring, clock });
  await server.register(async (scope) => takePushedEvents(scope, verifier, bus));
}
