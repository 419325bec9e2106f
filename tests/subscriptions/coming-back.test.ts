// Who comes back after many events, through the real gateway, and reads slowly.

import { once } from 'node:events';
import { present, startWorld } from '@accounts-center/test-kit';
import { expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';

const KEPT = 500;
/** The text of a post is as long as all of them together are more than the system keeps of a connection that is not read. */
const TEXT = 'x'.repeat(2_000);
const ALIASES = Array.from({ length: 25 }, (_, at) => `t${at}: text`).join(' ');

it('a client gets all that is kept, in its order and once, however slowly it reads, and then what comes', async () => {
  await using world = await startWorld();
  const counts = () => present(world.constellation.gateway.subscriptionCounts());
  const { bus } = world.constellation;
  const ada = await world.signUp('FACEBOOK', 'ada.back');
  const told: { readonly id: string; readonly value: unknown }[] = [];
  bus.subscribe('postPublished', (event) => told.push(event), { arguments: { authorId: ada.id } });
  await world.crossPost(ada, { text: TEXT, audience: 'PUBLIC', targetAccountIds: [] });
  await world.settle();
  const { id: lastEventId, value } = present(told[0]);
  const publish = (key: string) =>
    bus.publish({ key, field: 'postPublished', arguments: { authorId: ada.id }, value: value as string });
  for (let at = 0; at < KEPT; at += 1) await publish(`again ${at}`);

  const socket = new WebSocket(`${world.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
  await once(socket, 'open');
  socket.send('{"type":"connection_init"}');
  await once(socket, 'message');
  const heard: string[] = [];
  socket.on('message', (data: Buffer) => {
    const { payload } = JSON.parse(data.toString()) as { payload: { errors?: []; extensions?: { eventId?: string } } };
    heard.push(payload.errors ? JSON.stringify(payload.errors) : (payload.extensions?.eventId ?? ''));
  });
  const query = `subscription { postPublished(authorId: "${ada.id}") { ${ALIASES} } }`;
  socket.pause();
  socket.send(JSON.stringify({ id: 'a', type: 'subscribe', payload: { query, extensions: { lastEventId } } }));
  await vi.waitFor(() => expect(counts().clients).toBe(1));
  // It is let go until it reads.
  await vi.waitFor(() => expect(counts().clients).toBe(0), 10_000);
  socket.resume();
  await vi.waitFor(() => expect(heard).toHaveLength(KEPT), 15_000);
  await publish('now');
  await vi.waitFor(() => expect(heard).toEqual(told.slice(1).map(({ id }) => id)));
  socket.terminate();
});
