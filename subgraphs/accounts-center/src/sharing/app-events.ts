import type { EventHandler } from '@accounts-center/subgraph-kit';
import type { SharingDependencies } from './sharing.ts';

interface TellsOfPost {
  readonly postId: string;
  readonly authorId: string;
}

/**
 * A handler of an app's event about a post: it hears of the app's own posts only.
 * @param parse reads the payload; throws when it is no such event
 */
export function ownPostEvent<Payload extends TellsOfPost>(
  { log, family }: Pick<SharingDependencies, 'log' | 'family'>,
  parse: (payload: unknown) => Payload,
  handle: (tx: Parameters<EventHandler>[0], payload: Payload, event: Parameters<EventHandler>[1]) => Promise<void>,
): EventHandler {
  return async (tx, event) => {
    const payload = parse(event.payload);
    const { authorId, postId } = payload;
    const isOwn =
      family.appOf(authorId)?.service === event.source && family.appOf(postId, 'post')?.service === event.source;
    if (isOwn) return handle(tx, payload, event);
    log.warn({ source: event.source, eventId: event.id }, 'A service told of a post that is not its own');
  };
}
