import { z } from 'zod';
import { authenticationSettings } from './authentication-settings.ts';
import {
  count,
  countOrNone,
  headerName,
  headerValue,
  milliseconds,
  millisecondsOrNone,
  origin,
  share,
  url,
  wholeSeconds,
} from './kinds.ts';

/*
 * All that a gateway can be told of how it serves a graph: what may stand in its settings file, with every default. What differs
 * from one machine to the next (ports, keys, addresses of services) is in the environment instead.
 *
 * Times are in milliseconds, sizes in bytes. An object with a key that it does not know is refused. A file's relative paths have
 * been made absolute before (`read-settings.ts`).
 */

/** What the defaults depend on. */
export interface Profile {
  /** Opens what helps developers. */
  readonly development: boolean;
  /** Whether the graph is one of those of this project, or any. */
  readonly graph: 'own' | 'any';
}

const httpSettings = ({ development, graph }: Profile) =>
  z.strictObject({
    corsOrigins: z
      .array(origin)
      .default([])
      .describe('Origins whose pages may ask, besides the gateway’s own; in development Apollo Sandbox may, too.'),
    introspection: z.boolean().default(development).describe('Whether clients may ask for the schema.'),
    maxBatchSize: count.default(development ? 10 : 1).describe('How many operations an array may bring. 1: no arrays.'),
    maxBodyBytes: count.default(graph === 'own' ? 2 ** 20 : 2 * 2 ** 20).describe('Of a request that uploads nothing.'),
    bodyTimeoutMs: milliseconds.default(15_000).describe('How long a body may take to arrive.'),
    operationTimeoutMs: milliseconds
      .default(30_000)
      .describe('How long an operation may take, however many calls it needs.'),
    drainMs: milliseconds.default(10_000).describe('How long what is under way may take to end at the end.'),
    announceMs: millisecondsOrNone
      .default(0)
      .describe('How long `/ready` says no before listening ends, for load balancers to notice.'),
  });

const schemaSettings = () =>
  z.strictObject({
    pollMs: millisecondsOrNone
      .default(2_000)
      .describe('How often the supergraph’s file, or the subgraphs, are looked at for changes; 0: never.'),
    compose: z
      .record(z.string(), z.strictObject({ url: url.or(z.literal('events:')), sdlFile: z.string().optional() }))
      .optional()
      .describe(
        'Composes these subgraphs by itself. Their SDL is asked for at `url`, or read from `sdlFile`, a path from this file’s folder.',
      ),
  });

const authorizationSettings = () =>
  z.strictObject({
    unauthorized: z
      .enum(['remove', 'refuse'])
      .default('remove')
      .describe('Whether fields that a caller may not read are left out and reported, or the operation is refused.'),
  });

const subgraphShape = {
  timeoutMs: milliseconds.describe('How long one call may take, with all that it waits and is sent again.'),
  retries: countOrNone
    .max(5)
    .describe('How often a query is sent again that got no answer, time permitting. Mutations never are.'),
  retryBudget: share.describe('At most this share of calls may be repetitions, but one a second may; 0: none.'),
  breakerThreshold: share
    .min(0.01)
    .describe('Above this share of calls without an answer, the subgraph is left alone for a while; 1: never.'),
  breakerWindowMs: milliseconds.min(1_000).describe('The time over which that share is taken, about.'),
  breakerMinimumCalls: count.describe('Fewer calls in that time say nothing.'),
  breakerRestMs: milliseconds.describe('How long it is left alone before one call tries it again.'),
  maxConcurrent: count.describe('Calls under way at once.'),
  maxQueued: countOrNone.describe('Calls that may wait for those; more are refused at once.'),
  forwardHeaders: z.array(headerName).describe('Headers of the client’s request that it gets.'),
  setHeaders: z
    .record(headerName, headerValue)
    .describe('Headers that it gets with every call, whatever clients sent.'),
  subscriptions: z
    .enum(['none', 'events', 'graphql-ws', 'graphql-sse'])
    .describe(
      'How it is subscribed to. `events`: it has no server, its fields are topics of the event bus. With `--supergraph` or `--settings` that is the one of `NATS_URL`, which has to be set.',
    ),
  subscriptionPath: z.string().startsWith('/').describe('Where, when not at the path of its operations.'),
  maxSubscriptionConnections: count.describe('Connections for that, of all callers.'),
  maxSubscriptionConnectionsPerCaller: count.describe(
    'Of those, for one account, or one address of callers without one; who shares a connection that is there needs none.',
  ),
};

const everySubgraph = z.strictObject({
  timeoutMs: subgraphShape.timeoutMs.default(15_000),
  retries: subgraphShape.retries.default(1),
  retryBudget: subgraphShape.retryBudget.default(0.1),
  breakerThreshold: subgraphShape.breakerThreshold.default(0.5),
  breakerWindowMs: subgraphShape.breakerWindowMs.default(10_000),
  breakerMinimumCalls: subgraphShape.breakerMinimumCalls.default(20),
  breakerRestMs: subgraphShape.breakerRestMs.default(2_000),
  maxConcurrent: subgraphShape.maxConcurrent.default(512),
  maxQueued: subgraphShape.maxQueued.default(2_048),
  forwardHeaders: subgraphShape.forwardHeaders.default([]),
  setHeaders: subgraphShape.setHeaders.default({}),
  subscriptions: subgraphShape.subscriptions.default('none'),
  subscriptionPath: subgraphShape.subscriptionPath.optional(),
  maxSubscriptionConnections: subgraphShape.maxSubscriptionConnections.default(1_000),
  maxSubscriptionConnectionsPerCaller: subgraphShape.maxSubscriptionConnectionsPerCaller.default(100),
});

const oneSubgraph = z.strictObject(subgraphShape).partial();

/** How one subgraph is called. */
export type SubgraphSettings = Readonly<z.output<typeof everySubgraph>>;

const subgraphsSettings = () =>
  z.strictObject({
    all: everySubgraph.prefault({}).describe('What is the same for all of them.'),
    named: z.record(z.string(), oneSubgraph).default({}).describe('What is different for one, by its name.'),
  });

const limitsSettings = ({ graph }: Profile) => {
  const isOwn = graph === 'own';
  return z.strictObject({
    maxTokens: count.default(isOwn ? 2_000 : 15_000).describe('Of the document.'),
    maxDepth: count.default(isOwn ? 25 : 100).describe('Fields one in another.'),
    maxFields: count
      .default(isOwn ? 500 : 5_000)
      .describe('Fragments spelled out, for each type that an object may have.'),
    maxAliases: count.default(isOwn ? 100 : 1_000),
    maxDirectives: count.default(isOwn ? 100 : 1_000),
    maxRootFields: count.default(isOwn ? 30 : 300),
    maxCost: count
      .default(isOwn ? 20_000 : 1_000_000)
      .describe('Estimated as IBM’s specification says: `@cost`, `@listSize`.'),
    assumedListSize: count.default(10).describe('Of lists of which the schema says nothing.'),
    assumedSizeIsLimit: z
      .boolean()
      .default(isOwn)
      .describe('Whether lists are never longer than `assumedSize`, even where arguments ask for more.'),
    costBudget: z
      .strictObject({ cost: count.max(1_000_000_000), perMs: wholeSeconds })
      .optional()
      .describe('What the operations of one caller may cost together.'),
    tellCost: z.boolean().default(false).describe('Tells estimate and actual cost in `extensions.cost`.'),
  });
};

const rateLimitRule = z.strictObject({
  name: z.string().regex(/^[a-z][\w-]*$/i, 'has to be a word'),
  by: z
    .enum(['account', 'address', 'operation'])
    .describe(
      'Who is counted: an account, or the address of callers without one; an address (of IPv6, 64 bits); or each root field, whoever asks.',
    ),
  operations: z
    .array(z.string())
    .min(1)
    .optional()
    .describe('Only these root fields, as often as they are asked for, or operations of these names.'),
  limit: count.max(1_000_000_000),
  perMs: wholeSeconds.describe('The time begins with the first that is counted.'),
});

const rateLimitsSettings = () =>
  z.strictObject({
    store: z
      .string()
      .regex(/^(memory$|file:|postgres(ql)?:)/, 'is none of memory, file:PATH, postgres://…')
      .default('memory')
      .describe(
        'Where it is counted: `memory` for one process, `file:PATH` for one machine (a path from this file’s folder), `postgres://…` for many.',
      ),
    rules: z
      .array(rateLimitRule)
      .refine((rules) => new Set(rules.map(({ name }) => name)).size === rules.length, 'have names of their own')
      .default([]),
  });

const persistedOperationsSettings = () =>
  z
    .strictObject({
      automatic: z.boolean().default(true).describe('A hash may stand for a text that was sent before (APQ).'),
      maxAutomaticBytes: count.default(16 * 2 ** 20).describe('Of texts that are kept for that.'),
      trusted: z
        .enum(['off', 'audit', 'enforce'])
        .default('off')
        .describe(
          'Whether operations have to be in a manifest: `audit` logs those that are not, `enforce` refuses them.',
        ),
      manifests: z
        .array(z.string())
        .default([])
        .describe('Files as codegen or Apollo’s tools write them; paths from this file’s folder.'),
    })
    .refine(({ trusted, manifests }) => trusted === 'off' || manifests.length > 0, {
      path: ['manifests'],
      message: 'are needed to know what is trusted',
    });

const cachingSettings = () =>
  z.strictObject({
    enabled: z.boolean().default(true).describe('Lets answers be kept for as long as every subgraph in them says.'),
    shareIdenticalRequests: z
      .boolean()
      .default(false)
      .describe('Answers equal queries under way once, for callers who are the same to the subgraphs.'),
  });

const subscriptionsSettings = () =>
  z.strictObject({
    enabled: z.boolean().default(true),
    maxPerConnection: count.default(100).describe('Operations under way.'),
    maxOpen: count.default(20_000).describe('Subscriptions, and connections, in this process.'),
    maxPerCaller: count
      .default(1_000)
      .describe('Operations under way, and connections, of an account, or of an address of callers without one.'),
    maxWaitingEvents: count.default(64).describe('Events that a client has not taken yet.'),
    maxWaitingBytes: count.default(2 ** 20).describe('Of those.'),
    whenSlow: z
      .enum(['drop-oldest', 'close'])
      .default('close')
      .describe('What becomes of a client with more: it loses the oldest, or is told and closed.'),
    heartbeatMs: milliseconds
      .max(30_000)
      .default(12_000)
      .describe(
        'How often clients are told that the connection is there; WebSockets have to answer until the next time.',
      ),
    maxMessageBytes: count.default(2 ** 20).describe('Of what a client says over a WebSocket at once.'),
    connectionInitMs: milliseconds.default(3_000).describe('How long a WebSocket may take to say who it is.'),
    replayEvents: countOrNone.default(10_000).describe('Events that are kept for clients that come back.'),
  });

const telemetrySettings = ({ development }: Profile) =>
  z.strictObject({
    otlpUrl: url.optional().describe('Where traces go, by OTLP over HTTP: `http://localhost:4318`. No traces without.'),
    sampleRatio: share.default(0.1).describe('Of requests that bring no decision of their own.'),
    metricsPort: countOrNone.max(65_535).optional().describe('Where Prometheus finds `/metrics`. None without.'),
    slowOperationMs: milliseconds.default(2_000).describe('What takes longer is logged, with its plan.'),
    queryPlans: z.boolean().default(development).describe('Tells the plan in `extensions.queryPlan` when asked to.'),
  });

/** The settings file of a gateway of this profile. */
export const settingsSchema = (profile: Profile) =>
  z.strictObject({
    http: httpSettings(profile).prefault({}),
    schema: schemaSettings().prefault({}),
    authentication: authenticationSettings(profile.graph).prefault({}),
    authorization: authorizationSettings().prefault({}),
    subgraphs: subgraphsSettings().prefault({}),
    limits: limitsSettings(profile).prefault({}),
    rateLimits: rateLimitsSettings().prefault({}),
    persistedOperations: persistedOperationsSettings().prefault({}),
    caching: cachingSettings().prefault({}),
    subscriptions: subscriptionsSettings().prefault({}),
    telemetry: telemetrySettings(profile).prefault({}),
  });

/** As people write it: all of it may be left out. */
export type SettingsInput = z.input<ReturnType<typeof settingsSchema>>;
export type Settings = z.output<ReturnType<typeof settingsSchema>>;
/** How a subgraph is called: what is said of it, above what is said of all. */
export function settingsOfSubgraph({ all, named }: Settings['subgraphs'], name: string): SubgraphSettings {
  return { ...all, ...(Object.hasOwn(named, name) && named[name]) } as SubgraphSettings;
}

/** The settings of a gateway that was given none. */
export function defaultSettings(profile: Profile): Settings {
  return settingsSchema(profile).parse({});
}
