import type { Writer } from '@accounts-center/db';
import type { JsonValue } from '../json.ts';
import type { JobHandler } from '../outbox/outbox.job.ts';
import type { Outbox } from '../outbox/outbox.store.ts';
import type { EventPublisher, GraphEvent } from './event-bus.ts';

/** What holds up events, such as a bus that is away, holds up nothing else. */
const LANE = 'events';

/** What a service has to tell the subscribers of the graph. */
export interface EventNotes {
  /**
   * Notes, in the transaction of the write that causes it, that there is something to tell: so it is told if the write happens,
   * and only then, whatever crashes. Call the worker's `kick` after the write.
   * @param type of the job that tells it
   * @param subject from which the job finds out what there is to tell, and to whom, when it does
   */
  note(tx: Writer, type: string, subject: JsonValue): Promise<void>;
  /**
   * The job that tells it: once for each event, however often it runs. Jobs are in no order, and need none: events are thin, and
   * whoever gets the last one reads what is there after all of them.
   * @param eventsOf the events of a subject, in a fixed order; undefined stands in the place of one that nobody is told any more
   */
  job(eventsOf: (subject: JsonValue) => Promise<readonly (Omit<GraphEvent, 'id'> | undefined)[]>): JobHandler;
}

/**
 * @param parts.service its jobs are in the outbox under its name
 * @param parts.bus where events go; without it nothing is noted
 */
export function createEventNotes(parts: {
  readonly outbox: Outbox;
  readonly service: string;
  readonly bus: EventPublisher | undefined;
}): EventNotes {
  const { outbox, service, bus } = parts;
  return {
    note: async (tx, type, subject) => {
      if (bus) await outbox.enqueue(tx, { type, destination: service, lane: LANE, payload: subject });
    },
    job: (eventsOf) => async (subject, job) => {
      // Notes may be left from when there was one.
      const events = bus ? await eventsOf(subject) : [];
      for (const [index, event] of events.entries())
        if (event)
          await bus?.publish({ ...event, key: `${service} ${job.id} ${index}`, publishedAt: job.createdAt.getTime() });
      return 'done';
    },
  };
}
