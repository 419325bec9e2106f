import type { EventNotes } from '@accounts-center/subgraph-kit';

/** For parts of the service that nobody subscribes to. */
export const noNotes: EventNotes = { note: async () => undefined, job: () => async () => 'done' };
