import { beforeEach, expect, it, vi } from 'vitest';
import { systemClock } from '../clock.ts';
import { silentLogger } from '../logger.ts';
import { describeWithNats, type NatsServer } from '../testing/nats-server.ts';
import { connected, describeBus, event, listen, REPLAY_EVENTS, values } from './event-bus.fixture.ts';
import type { EventBus, EventPublisher } from './event-bus.ts';
import { createNatsBus } from './nats-bus.ts';
import { createNatsPublisher } from './nats-publisher.ts';

const natsBus = (server: NatsServer): EventBus =>
  createNatsBus({
    servers: server.url,
    name: 'gateway',
    replayEvents: REPLAY_EVENTS,
    clock: systemClock,
    log: silentLogger,
  });
const natsPublisher = (server: NatsServer): EventPublisher =>
  createNatsPublisher({ servers: server.url, name: 'facebook', clock: systemClock, log: silentLogger });

describeWithNats('NATS', (server) => {
  beforeEach(() => server().start({ empty: true }));

  describeBus('on NATS', async () => ({ service: natsPublisher(server()), gateway: natsBus(server()) }));

  it('tells two gateways the same events under the same ids, and lets a client come back to the other', async () => {
    await using service = natsPublisher(server());
    await using one = natsBus(server());
    await using other = natsBus(server());
    const [atOne, atOther] = [listen(one, 'delivered'), listen(other, 'delivered')];
    await connected({ service, gateway: one });
    await connected({ service, gateway: other });
    await service.publish(event('a'));
    await service.publish(event('b'));
    await vi.waitFor(() =>
      expect([values(atOne), values(atOther)]).toEqual([
        ['a', 'b'],
        ['a', 'b'],
      ]),
    );
    expect(atOther.events.map(({ id }) => id)).toEqual(atOne.events.map(({ id }) => id));
    expect(values(listen(other, 'delivered', atOne.events[0]?.id))).toEqual(['b']);
    // One that is started later has them as well.
    await using third = natsBus(server());
    const late = listen(third, 'delivered');
    await connected({ service, gateway: third });
    expect(values(late)).toEqual([]);
    expect(values(listen(third, 'delivered', atOne.events[0]?.id))).toEqual(['b']);
  });

  it('survives the death of its server: nothing is lost, nothing told twice', async () => {
    await using service = natsPublisher(server());
    await using gateway = natsBus(server());
    const heard = listen(gateway, 'delivered');
    await connected({ service, gateway });
    await service.publish(event('a'));
    await server().kill();
    await expect(service.publish(event('b'))).rejects.toThrow('nats');
    await server().start();
    await vi.waitFor(() => service.publish(event('b')), 15_000);
    await service.publish(event('a'));
    await service.publish(event('c'));
    await vi.waitFor(() => expect(values(heard)).toEqual(['a', 'b', 'c']), 15_000);
    expect(heard.gaps).toBe(0);
  });

  it('tells of a gap when the server has forgotten everything', async () => {
    await using service = natsPublisher(server());
    await using gateway = natsBus(server());
    const heard = listen(gateway, 'delivered');
    await connected({ service, gateway });
    await service.publish(event('a'));
    await vi.waitFor(() => expect(values(heard)).toEqual(['a']));
    await server().start({ empty: true });
    await vi.waitFor(() => expect(heard.gaps).toBe(1), 15_000);
    await service.publish(event('b'));
    await vi.waitFor(() => expect(values(heard)).toEqual(['a', 'b']), 15_000);
    const [first, second] = heard.events.map(({ id }) => id);
    expect((first ?? '') < (second ?? '')).toBe(true);
  });

  it('is made by whoever comes first; who listens later does not hear what was before', async () => {
    await using service = natsPublisher(server());
    await service.publish(event('a'));
    await using gateway = natsBus(server());
    const heard = listen(gateway, 'delivered');
    await connected({ service, gateway });
    await service.publish(event('b'));
    await vi.waitFor(() => expect(values(heard)).toEqual(['b']));
  });

  it('is no hindrance to who starts before it, and ends without it', async () => {
    await server().kill();
    await using service = natsPublisher(server());
    await using gateway = natsBus(server());
    const heard = listen(gateway, 'delivered');
    await server().start();
    await connected({ service, gateway });
    await service.publish(event('a'));
    await vi.waitFor(() => expect(values(heard)).toEqual(['a']));
    await server().kill();
  });
});
