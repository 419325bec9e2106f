import type { Load } from '../src/load/send-load.ts';
import { distinctOperations } from './workload/operations.ts';
import { apiSchema } from './workload/reference.ts';
import { type Graph, largeShop, operationText, shop } from './workload/subgraphs.ts';

/** Load without the answers' lengths, which differ by gateway as the order of fields may. */
type Shape = Pick<Load, 'bodies' | 'connections' | 'authorization' | 'maxRequests' | 'maxMs'>;

/** What a gateway is started for. */
export interface Setup {
  readonly graph: Graph;
  /** Whether subgraphs get the caller's `authorization`. If not, a gateway may ask them once for several callers. */
  readonly forwards: boolean;
}

/** A way to use a gateway; each is run against a process that was just started. */
export interface Scenario {
  readonly id: 'own' | 'kept' | 'same' | 'large' | 'plans' | 'connections';
  readonly title: string;
  readonly setup: Setup;
  /** What the scenario is about, which its aims and its chart show. */
  readonly measure: Measure;
  /** At most so much of stock @apollo/gateway and of Hive Gateway with its Rust planner. */
  readonly aims?: { readonly stock: number; readonly 'hive-rust': number };
  readonly warmUp: Shape;
  readonly load: Shape;
}

export type Measure = 'processorMs' | 'p50Ms' | 'peakBytes';

const onShop: Setup = { graph: shop, forwards: true };
const onShopKeeping: Setup = { graph: shop, forwards: false };
const onLargeShop: Setup = { graph: largeShop, forwards: true };

const CONNECTIONS = 50;
const MANY_CONNECTIONS = 500;
const PLANNED_AT_ONCE = 10;
const OPERATIONS = { warmUp: 20, measured: 60 };
const WARM_UP_MS = 3_000;
const MEASURED_MS = 4_000;
/** Large answers take whole seconds in some gateways. */
const LARGE = { warmUp: 10, measured: 20, maxMs: 6_000 };
const FEW = 3;
const NEVER = Number.MAX_SAFE_INTEGER;

/** All scenarios, in the order of the tables. */
export function createScenarios(): readonly Scenario[] {
  return [...onTestQuery(toBody(operationText('test-query'))), onLargeQuery(), onManyPlans()];
}

function onTestQuery(body: string): readonly Scenario[] {
  const shape = (authorization: 'own' | 'same', maxMs: number): Shape => {
    return { bodies: [body], connections: CONNECTIONS, authorization, maxRequests: NEVER, maxMs };
  };
  const crowd = { ...shape('own', MEASURED_MS), connections: MANY_CONNECTIONS };
  return [
    {
      id: 'own',
      title: 'own authorization each',
      setup: onShop,
      measure: 'processorMs',
      aims: { stock: 1 / 8, 'hive-rust': 1 / 2 },
      warmUp: shape('own', WARM_UP_MS),
      load: shape('own', MEASURED_MS),
    },
    {
      id: 'kept',
      title: 'own authorization each, not forwarded',
      setup: onShopKeeping,
      measure: 'processorMs',
      aims: { stock: 1 / 8, 'hive-rust': 1 / 2 },
      warmUp: shape('own', WARM_UP_MS),
      load: shape('own', MEASURED_MS),
    },
    {
      id: 'same',
      title: 'all the same',
      setup: onShop,
      measure: 'processorMs',
      aims: { stock: 1 / 40, 'hive-rust': 1 },
      warmUp: shape('same', WARM_UP_MS),
      load: shape('same', MEASURED_MS),
    },
    {
      id: 'connections',
      title: `${MANY_CONNECTIONS} connections`,
      setup: onShop,
      measure: 'peakBytes',
      aims: { stock: 1 / 2, 'hive-rust': 1 / 2 },
      warmUp: { ...crowd, maxRequests: 0 },
      load: crowd,
    },
  ];
}

function onLargeQuery(): Scenario {
  const bodies = [toBody(operationText('large-query'))];
  const shape = { bodies, connections: 1, authorization: 'own' as const };
  return {
    id: 'large',
    title: 'an answer of 8 MB',
    setup: onShop,
    measure: 'p50Ms',
    aims: { stock: 1 / 4, 'hive-rust': 1 / 2 },
    warmUp: { ...shape, maxRequests: LARGE.warmUp, maxMs: NEVER },
    load: { ...shape, maxRequests: LARGE.measured, maxMs: LARGE.maxMs },
  };
}

/** The first operations warm the process up; no later one is among them. */
function onManyPlans(): Scenario {
  const { warmUp, measured } = OPERATIONS;
  const bodies = distinctOperations(apiSchema(largeShop), warmUp + measured).map(toBody);
  const shape = { connections: PLANNED_AT_ONCE, authorization: 'own' as const, maxMs: NEVER };
  return {
    id: 'plans',
    title: 'many plans, cold',
    setup: onLargeShop,
    measure: 'processorMs',
    warmUp: { ...shape, bodies: bodies.slice(0, warmUp), maxRequests: warmUp },
    load: { ...shape, bodies: bodies.slice(warmUp), maxRequests: measured },
  };
}

/** Just enough of a scenario to see that it works. */
export function briefly(scenario: Scenario): Scenario {
  const few = (shape: Shape): Shape => ({
    ...shape,
    bodies: shape.bodies.slice(0, FEW),
    connections: Math.min(shape.connections, FEW),
    maxRequests: Math.min(shape.maxRequests, FEW),
  });
  return { ...scenario, warmUp: few(scenario.warmUp), load: few(scenario.load) };
}

function toBody(query: string): string {
  return JSON.stringify({ query });
}
