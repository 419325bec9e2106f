import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { RequestMemory } from '../request-memory.ts';
import type { StreamSettings } from './client-stream.ts';
import type { Introduce } from './connected-caller.ts';
import { createHttpStreams, mayStream } from './http-streams.ts';
import { type OpenLimits, OpenStreams } from './open-streams.ts';
import type { Operations } from './operations.ts';
import { addSingleConnection } from './single-connection.ts';
import { addUpgrades } from './upgrades.ts';
import { createWebSockets } from './websockets.ts';

export interface SubscriptionsParts<Caller> {
  readonly operations: Operations<Caller>;
  readonly introduce: Introduce<Caller>;
  /** For what has come and is not answered yet; bodies have it already. */
  readonly memory: RequestMemory;
  /** Whose connections and operations count together, as a text. */
  readonly keyOf: (caller: Caller) => string;
  /** All of a caller that makes it another, as a text. */
  readonly identityOf: (caller: Caller) => string;
  readonly settings: StreamSettings &
    OpenLimits & {
      /** How long a client may take to present itself over a WebSocket. */
      readonly connectionInitMs: number;
      /** Of what a client says over one at once. */
      readonly maxMessageBytes: number;
    };
  /** How long all may take to end at the end. */
  readonly drainMs: number;
}

/** What the route of plain requests hands over. */
export interface Subscriptions {
  /** What is open, for those who count. */
  readonly open: OpenStreams;
  /** Whether the answer to a request may be anything but one result. */
  takes(request: FastifyRequest): boolean;
  answer(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply>;
}

/**
 * Lets clients have more than one result: by graphql-transport-ws, graphql-sse and Apollo's multipart protocol.
 * @param scope where requests are authenticated, their bodies read, and those of other sites' pages refused: browsers let every page
 * open WebSockets everywhere
 */
export function addSubscriptions<Caller>(scope: FastifyInstance, parts: SubscriptionsParts<Caller>): Subscriptions {
  const { operations, introduce, keyOf, identityOf, settings } = parts;
  const open = new OpenStreams(settings);
  const streamParts = { operations, introduce, streams: open, settings, keyOf };
  const upgradeOf = addUpgrades(scope);
  const connect = createWebSockets({ ...streamParts, ...settings, memory: parts.memory });
  const stream = createHttpStreams(streamParts);

  const refuseWhenBusy = (): void => {
    const refusal = open.refusalFor();
    if (refusal) throw refusal;
  };
  addSingleConnection(scope, { ...streamParts, identityOf, refuseWhenBusy, maxOpen: settings.maxOpen });
  // Listening ends after `preClose`, so that does not wait: what was let in while streams end would have no time left.
  let drained: Promise<void> | undefined;
  scope.addHook('preClose', async () => {
    drained = open.drain(parts.drainMs);
  });
  scope.addHook('onClose', async () => drained);

  return {
    open,
    takes: (request) => upgradeOf(request.raw) !== undefined || mayStream(request),
    answer: async (request, reply) => {
      refuseWhenBusy();
      const upgrade = upgradeOf(request.raw);
      if (!upgrade) return stream(request, reply);
      connect(request, reply, upgrade);
      return reply;
    },
  };
}
