import { once } from 'node:events';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { parse } from 'graphql';
import { createRecorder } from '../../gateway/replay/recorder.ts';
import { createReplayServer } from '../../gateway/replay/replay-server.ts';
import { nowMs } from '../../src/measure/clock.ts';
import { sdlOf } from '../graphs.ts';
import { details, ITEM_ID } from './item.ts';
import type { SourceAnswer, SourceQuestion } from './news.ts';
import { createSource } from './source-server.ts';

// The subgraphs `news`, which has the events, and `details`, which has the rest of what they are about.
const [newsPort, detailsPort] = process.argv.slice(2).map(Number);
const schema = buildSubgraphSchema({
  typeDefs: parse(sdlOf('subscriptions/details.graphql')),
  resolvers: { Item: { __resolveReference: () => ({ id: ITEM_ID, ...details }) } },
});
const services = { schemas: new Map([['details', schema]]), rootValue: {} };
const replay = createReplayServer(undefined, createRecorder(services));
const source = createSource();
process.on('message', ({ emit }: SourceQuestion) => {
  const answer: SourceAnswer = { emittedAtMs: nowMs(), subscriptions: source.subscriptions() };
  if (emit !== undefined) source.emit(emit);
  process.send?.(answer);
});
process.once('disconnect', () => process.kill(process.pid));
source.server.listen(newsPort, '127.0.0.1');
replay.server.listen(detailsPort, '127.0.0.1');
await Promise.all([once(source.server, 'listening'), once(replay.server, 'listening')]);
process.send?.('ready');
