import { expect, test } from 'vitest';
import { changed, deliveries } from '../testing/deliveries.ts';
import { createTestGraph } from '../testing/test-graph.ts';
import { createTestSources } from '../testing/test-sources.ts';
import { subscribe } from '../testing/test-subscription.ts';
import { hashOf } from './hash-of.ts';

const WITH_KIND = 'subscription ($kind: String) { deliveryChanged(postId: "1", kind: $kind) { state } }';

function start() {
  const sources = createTestSources();
  const options = { sources, identityOf: (caller: string) => caller, turnOf: (caller: string) => caller };
  return { sources, ...createTestGraph(deliveries, options) };
}

test('refuses a subscription that is too large to be kept, by its variables or its text', async () => {
  const { engine, sources } = start();
  const kind = 'x'.repeat(16 * 1024);
  const byVariables = await subscribe(engine, WITH_KIND, { variables: { kind } });
  expect(byVariables.refused).toMatchObject([{ extensions: { code: 'SUBSCRIPTION_TOO_LARGE' } }]);
  const text = `subscription { deliveryChanged(postId: "1", kind: "${kind}") { state } }`;
  const byText = await subscribe(engine, text);
  expect(byText.refused).toMatchObject([{ extensions: { code: 'SUBSCRIPTION_TOO_LARGE' } }]);
  expect(sources.all).toEqual([]);
  const smaller = await subscribe(engine, WITH_KIND, { variables: { kind: kind.slice(1_000) } });
  sources.one().data(changed('7'));
  expect(await smaller.next()).toEqual({ data: { deliveryChanged: { state: 'state of 7' } } });
});

test('counts what a text is once its fragments are spelled out', async () => {
  const { engine } = start();
  const query = `subscription { deliveryChanged(postId: "1") { ...All } }
    fragment All on Delivery { ${Array.from({ length: 200 }, (_, at) => `p${at}: post { ...Text }`).join(' ')} }
    fragment Text on Post { ${Array.from({ length: 20 }, (_, at) => `t${at}: text`).join(' ')} }`;
  expect(query.length).toBeLessThan(16 * 1024);
  const { refused } = await subscribe(engine, query);
  expect(refused).toMatchObject([{ extensions: { code: 'SUBSCRIPTION_TOO_LARGE' } }]);
});

test('refuses a short text with a large plan', async () => {
  const { engine } = start();
  const asking = (fields: number): string =>
    `subscription { deliveryChanged(postId: "1") { ${Array.from({ length: fields }, (_, at) => `a${at}:state`).join(' ')} } }`;
  expect(asking(1_200).length).toBeLessThan(16 * 1024);
  const { refused } = await subscribe(engine, asking(1_200));
  expect(refused).toMatchObject([{ extensions: { code: 'SUBSCRIPTION_TOO_LARGE' } }]);
  expect((await subscribe(engine, asking(200))).refused).toBeUndefined();
});

test('keys are as long for long values as for short ones, and differ where values do', () => {
  expect(hashOf(['x'.repeat(1_000_000)])).toHaveLength(hashOf([]).length);
  expect(hashOf(['a', { b: 1 }])).toBe(hashOf(['a', { b: 1 }]));
  expect(hashOf(['a', { b: 1 }])).not.toBe(hashOf(['a', { b: 2 }]));
});

test('an event of one caller waits for its turn, not for the hundreds of another', async () => {
  const { engine, sources } = start();
  const order: string[] = [];
  const listen = async (caller: string, alias: string): Promise<() => Promise<void>> => {
    const client = await subscribe(engine, `subscription { deliveryChanged(postId: "1") { ${alias}: state } }`, {
      caller,
    });
    return async () => {
      await client.event();
      order.push(caller);
    };
  };
  const heard: Promise<void>[] = [];
  for (let at = 0; at < 250; at += 1) heard.push((await listen('greedy', `a${at}`))());
  heard.push((await listen('patient', 'mine'))());
  for (const source of sources.all) source.data(changed('7'));
  await Promise.all(heard);
  // 64 are under way at once, whoever has them.
  expect(order.indexOf('patient')).toBeLessThan(100);
  expect(order).toHaveLength(251);
});
