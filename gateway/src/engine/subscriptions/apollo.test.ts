import { ApolloServer } from '@apollo/server';
import { afterEach, expect, test } from 'vitest';
import type { EngineContext, SubscriptionEvent } from '../engine-options.ts';
import { changed, deliveries } from '../testing/deliveries.ts';
import { createTestGraph } from '../testing/test-graph.ts';
import { createTestSources } from '../testing/test-sources.ts';

const running: ApolloServer<EngineContext<string>>[] = [];
afterEach(async () => {
  for (const apollo of running.splice(0)) await apollo.stop();
});

function start() {
  const sources = createTestSources();
  const { engine } = createTestGraph(deliveries, { sources, identityOf: String });
  const apollo = new ApolloServer<EngineContext<string>>({
    gateway: engine,
    validationRules: [...engine.validationRules],
  });
  running.push(apollo);
  const accepted: AsyncIterator<SubscriptionEvent>[] = [];
  const run = async (query: string, variables = {}) => {
    const accept = (events: AsyncIterable<SubscriptionEvent>): void => {
      accepted.push(events[Symbol.asyncIterator]());
    };
    const subscription = { callerNow: () => 'ann', accept };
    const { body } = await apollo.executeOperation(
      { query, variables },
      { contextValue: { caller: 'ann', subscription } },
    );
    return body.kind === 'single' ? body.singleResult : undefined;
  };
  return { run, accepted, sources, apollo };
}

test('passes the pipeline of Apollo Server like any operation, and hands its events over', async () => {
  const { run, accepted, sources } = start();
  const result = await run('subscription { deliveryChanged(postId: "1") { state } }');
  expect(result?.errors).toBeUndefined();
  sources.one().data(changed('1'));
  const next = await accepted[0]?.next();
  expect(next?.done === false && next.value.result.toString()).toBe(
    '{"data":{"deliveryChanged":{"state":"state of 1"}}}',
  );
});

test('hands nothing over where it is refused', async () => {
  const { run, accepted, sources } = start();
  expect(await run('subscription { deliveryChanged { state } }')).toMatchObject({ errors: [{}] });
  const conditional = 'subscription ($x: Boolean!) { deliveryChanged(postId: "1") @include(if: $x) { state } }';
  expect(await run(conditional, { x: true })).toMatchObject({
    errors: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }],
  });
  expect([accepted, sources.all]).toEqual([[], []]);
});

test('ends its subscriptions when the server stops', async () => {
  const { run, accepted, apollo, sources } = start();
  await run('subscription { deliveryChanged(postId: "1") { state } }');
  const next = accepted[0]?.next();
  await apollo.stop();
  expect(await next).toEqual({ done: true, value: undefined });
  expect(sources.all[0]?.isOpen()).toBe(false);
});
