import { type EventHandler, onEvent } from '@accounts-center/subgraph-kit';
import type { z } from 'zod';
import type { SharingDependencies } from './sharing.ts';

interface TellsOfPost {
  readonly postId: string;
  readonly authorId: string;
}

/**
 * A handler of an app's event about a post: it hears of the app's own posts only.
 * @param shape of the payload
 */
export function ownPostEvent<Payload extends TellsOfPost>(
  { log, family }: Pick<SharingDependencies, 'log' | 'family'>,
  shape: z.ZodType<Payload>,
  handle: (tx: Parameters<EventHandler>[0], payload: Payload, event: Parameters<EventHandler>[1]) => Promise<void>,
): EventHandler {
  return onEvent(shape, async (tx, payload, event) => {
    const { authorId, postId } = payload;
    const isOwn =
      family.appOf(authorId)?.service === event.source && family.appOf(postId, 'post')?.service === event.source;
    if (isOwn) return handle(tx, payload, event);
    log.warn({ source: event.source, eventId: event.id }, 'A service told of a post that is not its own');
  });
}
