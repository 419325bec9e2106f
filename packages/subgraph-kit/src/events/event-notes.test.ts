import type { Database } from '@accounts-center/db';
import { eachDialect } from '@accounts-center/db/testing';
import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { z } from 'zod';
import { createOutboxFixture, type OutboxFixture } from '../outbox/outbox.fixture.ts';
import { outboxTables } from '../outbox/outbox.table.ts';
import type { OutboxWorker } from '../outbox/outbox.worker.ts';
import { ServiceUnreachable } from '../service-client/failures.ts';
import type { EventBus, EventPublisher, GraphEvent } from './event-bus.ts';
import { createEventNotes, type EventNotes } from './event-notes.ts';
import { createInProcessBus } from './in-process-bus.ts';

const CHANGED = 'events.changed';
const subject = z.object({ ids: z.array(z.string()) });

eachDialect((_dialect, open) => {
  let db: Database;
  let fixture: OutboxFixture;
  let bus: EventBus;
  let heard: GraphEvent[];
  /** What happens at the next publications, before the bus has the event and after. */
  let faults: { before?: Error; after?: Error }[];

  beforeAll(async () => {
    db = await open({ tables: [outboxTables] });
  });
  beforeEach(async () => {
    fixture = await createOutboxFixture(db);
    bus = createInProcessBus({ replayEvents: 10, clock: fixture.clock });
    heard = [];
    bus.subscribe('changed', (event) => void heard.push(event));
    faults = [];
  });
  afterEach(() => fixture.stop());

  const faulty: EventPublisher = {
    publish: async (event) => {
      const { before, after } = faults.shift() ?? {};
      if (before) throw before;
      await bus.publish(event);
      if (after) throw after;
    },
    [Symbol.asyncDispose]: async () => undefined,
  };
  const createNotes = (to: EventPublisher | undefined = faulty): EventNotes =>
    createEventNotes({ outbox: fixture.outbox, service: 'facebook', bus: to });
  const workerOf = (notes: EventNotes): OutboxWorker => {
    const job = notes.job(async (payload) =>
      subject
        .parse(payload)
        .ids.map((id) =>
          id === 'gone' ? undefined : { field: 'changed', arguments: {}, value: { __typename: 'Thing', id } },
        ),
    );
    return fixture.createWorker(async () => 'done', { handlers: { [CHANGED]: job } });
  };
  const change = (notes: EventNotes, ...ids: string[]) => db.write((tx) => notes.note(tx, CHANGED, { ids }));
  const ids = () => heard.map(({ value }) => (value as { id: string }).id);
  const away = new ServiceUnreachable('nats', 'gone');

  it('tells what was written, once it is, and not what was rolled back', async () => {
    const notes = createNotes();
    await expect(
      db.write(async (tx) => {
        await notes.note(tx, CHANGED, { ids: ['never'] });
        throw new Error('rolled back');
      }),
    ).rejects.toThrow('rolled back');
    const notedAt = fixture.clock.now().getTime();
    await change(notes, 'a');
    expect(ids()).toEqual([]);
    fixture.clock.advance(5_000);
    await workerOf(notes).drain();
    expect(ids()).toEqual(['a']);
    expect(heard).toMatchObject([{ publishedAt: notedAt }]);
    expect(await fixture.rows()).toEqual([]);
  });

  it('tells after a crash between the write and the publication: another process does', async () => {
    await change(createNotes(), 'a', 'b');
    // Nobody of the former process is left.
    await workerOf(createNotes()).drain();
    expect(ids()).toEqual(['a', 'b']);
  });

  it('tells nothing twice when it crashed in the midst of publishing, or its acknowledgement was lost', async () => {
    const notes = createNotes();
    await change(notes, 'a', 'gone', 'b', 'c');
    faults = [{}, { after: new Error('lost') }];
    const worker = workerOf(notes);
    await worker.drain();
    expect(ids()).toEqual(['a', 'b']);
    fixture.clock.advance(60_000);
    await worker.drain();
    expect(ids()).toEqual(['a', 'b', 'c']);
    expect(await fixture.rows()).toEqual([]);
  });

  it('waits for a bus that is away for as long as it takes, and holds up no other work', async () => {
    const notes = createNotes();
    await change(notes, 'a');
    await fixture.enqueue({ type: 'events.other', destination: 'facebook' });
    const worker = fixture.createWorker(async () => 'done', {
      maxFailures: 2,
      handlers: {
        'events.other': async () => 'done',
        [CHANGED]: notes.job(async () => [{ field: 'changed', arguments: {}, value: { id: 'a' } }]),
      },
    });
    faults = Array.from({ length: 5 }, () => ({ before: away }));
    await worker.drain();
    expect(await fixture.rows()).toMatchObject([{ type: CHANGED, failures: 0, parkedAt: null }]);
    for (let tries = 0; tries < 5; tries += 1) {
      fixture.clock.advance(60_000);
      await worker.drain();
    }
    expect(ids()).toEqual(['a']);
  });

  it('notes nothing where there is no bus, and drops what was noted before', async () => {
    await change(createNotes(), 'a');
    const without = createEventNotes({ outbox: fixture.outbox, service: 'facebook', bus: undefined });
    await change(without, 'b');
    expect(await fixture.rows()).toHaveLength(1);
    await workerOf(without).drain();
    expect(await fixture.rows()).toEqual([]);
    expect(ids()).toEqual([]);
  });
});
