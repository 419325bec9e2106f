import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { EventBus, EventPublisher, GraphEvent, NewGraphEvent } from './event-bus.ts';

export const REPLAY_EVENTS = 50;

/** A service that publishes, and the gateway whose clients listen. */
export interface Ends {
  readonly service: EventPublisher;
  readonly gateway: EventBus;
}

/** What every bus does. */
export function describeBus(way: string, open: () => Promise<Ends>): void {
  describe(`a bus ${way}`, () => {
    let ends: Ends;
    beforeEach(async () => {
      ends = await open();
      await connected(ends);
    });
    afterEach(async () => {
      await ends.service[Symbol.asyncDispose]();
      await ends.gateway[Symbol.asyncDispose]();
    });
    const publish = async (...names: string[]) => {
      for (const name of names) await ends.service.publish(event(name));
    };
    /** Waits until all that was published before has arrived. */
    const arrived = () => connected(ends);

    it('tells events in the order in which they were published, under ascending ids', async () => {
      const heard = listen(ends.gateway, 'delivered');
      const names = Array.from({ length: 20 }, (_, n) => `${n}`);
      await publish(...names);
      await vi.waitFor(() => expect(values(heard)).toEqual(names));
      const ids = heard.events.map(({ id }) => id);
      expect(ids.toSorted()).toEqual(ids);
      expect(new Set(ids).size).toBe(ids.length);
    });

    it('tells when it was published: when its publisher says, or else now', async () => {
      const heard = listen(ends.gateway, 'delivered');
      const publishedAt = Date.parse('2020-01-01T00:00:00Z');
      await ends.service.publish({ ...event('timed'), publishedAt });
      await publish('now');
      await vi.waitFor(() => expect(values(heard)).toEqual(['timed', 'now']));
      expect(heard.events[0]?.publishedAt).toBe(publishedAt);
      expect(heard.events[1]?.publishedAt).toBeGreaterThan(publishedAt);
    });

    it('tells what was published twice once', async () => {
      const heard = listen(ends.gateway, 'delivered');
      await publish('a', 'b', 'a', 'c', 'b');
      await vi.waitFor(() => expect(values(heard)).toEqual(['a', 'b', 'c']));
    });

    it('tells only of the field and the arguments that are listened to, and hands the audience on', async () => {
      const heard = listen(ends.gateway, 'delivered', undefined, { postId: '1' });
      const fieldAlone = listen(ends.gateway, 'delivered');
      await ends.service.publish({ ...event('other field'), field: 'published', arguments: { postId: '1' } });
      await ends.service.publish({ ...event('other post'), arguments: { postId: '2' } });
      await ends.service.publish({ ...event('own'), arguments: { postId: '1' }, audience: ['fbu_1'] });
      await publish('end');
      await vi.waitFor(() => expect(values(fieldAlone)).toEqual(['end']));
      expect(heard.events).toMatchObject([{ value: { id: 'own' }, audience: ['fbu_1'] }]);
    });

    it('ends when it is closed, and only for who closed', async () => {
      const [one, other] = [listen(ends.gateway, 'delivered'), listen(ends.gateway, 'delivered')];
      await publish('a');
      await vi.waitFor(() => expect([values(one), values(other)]).toEqual([['a'], ['a']]));
      one.close();
      await publish('b');
      await vi.waitFor(() => expect(values(other)).toEqual(['a', 'b']));
      expect(values(one)).toEqual(['a']);
    });

    it('tells who comes back what came meanwhile, and nothing twice', async () => {
      const before = listen(ends.gateway, 'delivered');
      await publish('a', 'b', 'c');
      await vi.waitFor(() => expect(values(before)).toEqual(['a', 'b', 'c']));
      const back = listen(ends.gateway, 'delivered', before.events[0]?.id);
      expect(values(back)).toEqual(['b', 'c']);
      await publish('d');
      await vi.waitFor(() => expect(values(back)).toEqual(['b', 'c', 'd']));
      expect(back.gaps).toBe(0);
    });

    it('tells of a gap when that is not kept any more, and goes on from now', async () => {
      const before = listen(ends.gateway, 'delivered');
      const names = Array.from({ length: REPLAY_EVENTS + 2 }, (_, n) => `${n}`);
      await publish(...names);
      await vi.waitFor(() => expect(values(before)).toEqual(names));
      const kept = listen(ends.gateway, 'delivered', before.events[1]?.id);
      expect([kept.gaps, values(kept)]).toEqual([0, names.slice(2)]);
      const late = listen(ends.gateway, 'delivered', before.events[0]?.id);
      expect([late.gaps, values(late)]).toEqual([1, []]);
      await publish('from now on');
      await vi.waitFor(() => expect(values(late)).toEqual(['from now on']));
    });

    it.each(['', 'no id', '0', '../../etc', '000000000-00000000001', 'zzzzzzzzz-zzzzzzzzzzz'])(
      'takes an id that it has never given for a gap: %j',
      async (id) => {
        await publish('a');
        await arrived();
        const heard = listen(ends.gateway, 'delivered', id);
        expect([heard.gaps, values(heard)]).toEqual([1, []]);
      },
    );
  });
}

export function event(name: string): NewGraphEvent {
  return { key: `key of ${name}`, field: 'delivered', arguments: {}, value: { __typename: 'Delivery', id: name } };
}

/** What a listener has heard. */
export interface Heard {
  readonly events: GraphEvent[];
  readonly gaps: number;
  close(): void;
}

export function values({ events }: Heard): unknown[] {
  return events.map(({ value }) => (value as { id: string }).id);
}

/** Resolves when what the service publishes from now on arrives, and all that it has published has. */
export async function connected({ service, gateway }: Ends): Promise<void> {
  const heard = listen(gateway, 'probe');
  await vi.waitFor(async () => {
    await service.publish({ ...event(`probe ${randomUUID()}`), field: 'probe' });
    await vi.waitFor(() => expect(heard.events).not.toEqual([]), 200);
  }, 15_000);
  heard.close();
}

export function listen(bus: EventBus, field: string, afterId?: string, wanted: GraphEvent['arguments'] = {}): Heard {
  const heard = { events: [] as GraphEvent[], gaps: 0, close: () => {} };
  const onGap = (): void => {
    heard.gaps += 1;
  };
  const options = { arguments: wanted, onGap, ...(afterId !== undefined && { afterId }) };
  const listening = bus.subscribe(field, (one) => void heard.events.push(one), options);
  heard.close = listening.close;
  for (const one of listening.missed ?? []) {
    if (one) heard.events.push(one);
    else onGap();
  }
  return heard;
}
