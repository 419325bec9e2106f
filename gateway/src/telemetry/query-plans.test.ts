import { expect, it } from 'vitest';
import { startTracedGateway } from './telemetry.fixture.ts';

const QUERY = 'query Everything { me { name posts { id } } }';
const text = expect.stringContaining('Fetch(service: "posts")');
const object = { kind: 'QueryPlan', node: { kind: 'Sequence' } };

it('a request may ask for the plan, in the words of each of Apollo’s tools or ours', async () => {
  await using gateway = await startTracedGateway({ settings: { queryPlans: true } });
  const extensionsFor = async (headers: Record<string, string>) => {
    const { data, extensions } = await gateway.ask(QUERY, headers);
    expect(data).toMatchObject({ me: { name: 'Ann' } });
    return extensions;
  };
  expect(await extensionsFor({})).toBeUndefined();
  expect(await extensionsFor({ 'x-query-plan': 'no' })).toBeUndefined();
  expect(await extensionsFor({ 'x-query-plan': '1' })).toMatchObject({ queryPlan: { object, text } });
  expect(await extensionsFor({ 'apollo-expose-query-plan': 'true' })).toMatchObject({
    apolloQueryPlan: { object, text },
  });
  const experimental = { 'apollo-query-plan-experimental': '1' };
  expect(await extensionsFor(experimental)).toMatchObject({ __queryPlanExperimental: text });
  expect(await extensionsFor({ ...experimental, 'apollo-query-plan-experimental-format': 'internal' })).toMatchObject({
    __queryPlanExperimental: object,
  });
});

it('a dry run tells the plan, and asks no subgraph', async () => {
  await using gateway = await startTracedGateway({ settings: { queryPlans: true, metricsPort: 0 } });
  const answer = await gateway.ask('mutation { rename { name } }', { 'x-query-plan': 'dry-run' });
  expect(answer).toMatchObject({
    data: null,
    extensions: { queryPlan: { object: { node: { serviceName: 'people' } } } },
  });
  const metrics = await (await fetch(gateway.telemetry.metricsUrl ?? '')).text();
  expect(metrics).not.toContain('subgraph_call_duration_seconds_count{');
});

it('where it is not open nobody is told', async () => {
  await using gateway = await startTracedGateway({ settings: { queryPlans: false } });
  expect((await gateway.ask(QUERY, { 'x-query-plan': '1' })).extensions).toBeUndefined();
});

it('an operation that is refused has no plan', async () => {
  await using gateway = await startTracedGateway({ settings: { queryPlans: true } });
  expect((await gateway.ask('{ nothing }', { 'x-query-plan': '1' })).extensions).toBeUndefined();
});
