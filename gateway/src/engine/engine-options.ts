import type { AbortSignalLike, Logger, RandomUint32 } from '@accounts-center/subgraph-kit';
import type { GraphQLError, GraphQLFormattedError } from 'graphql';
import type { Freshness } from '../transport/freshness.ts';
import type { SubgraphAnswer, SubgraphOperation } from '../transport/subgraph-transport.ts';
import type { Grants } from './authorise/rule.ts';
import type { JsonObject } from './json.ts';
import type { LabelResolver } from './plan/override-labels.ts';
import type { ObjectShape } from './shape/shape.ts';

export type EngineLog = Pick<Logger, 'error' | 'warn' | 'info'>;

/** The subgraphs, as the engine asks them. */
export interface EngineSubgraphs<Caller> {
  /**
   * Runs one operation in one subgraph. The errors of the result are fit for the client. Never throws.
   * @param signal aborted when nobody waits for the answer any more
   */
  ask(service: string, operation: SubgraphOperation, caller: Caller, signal?: AbortSignalLike): Promise<SubgraphAnswer>;
}

/** What belongs to one request. */
export interface EngineContext<Caller> {
  /** On whose behalf subgraphs are asked. */
  readonly caller: Caller;
  /** Aborted when nobody waits for the answer any more. What others wait for as well goes on. */
  readonly signal?: AbortSignalLike | undefined;
  /** Present where the answer can be a stream of events; else a subscription is refused. */
  readonly subscription?: SubscriptionRequest<Caller> | undefined;
  /** Is told before subgraphs are asked: until then the request may be refused for nothing. */
  readonly begun?: (() => void) | undefined;
  /** Is told what the answer cost, once, where the engine measures it, all that was asked was answered and nobody gave up before. */
  readonly spent?: ((cost: number) => void) | undefined;
  /** Is told for how long the answer to a query may be kept, where it may. */
  readonly keepable?: ((freshness: Freshness) => void) | undefined;
}

/** Who subscribes, and where the events go. */
export interface SubscriptionRequest<Caller> {
  /** The caller as of now; `undefined` when the identity is no longer good: asked before every event, and the subscription ends then with an error. */
  readonly callerNow: () => Caller | undefined;
  /** The last event that this client has had, if it comes back. */
  readonly lastEventId?: string | undefined;
  /** Takes the events, once, unless the subscription is refused. */
  readonly accept: (events: AsyncIterable<SubscriptionEvent>) => void;
}

/** Equal subscriptions get the same object. */
export interface SubscriptionEvent {
  readonly id?: string;
  /** The whole JSON of a GraphQL result, on one line. */
  readonly result: Buffer | string;
  /** Whether it was kept for who comes back, and so is what comes after it: a client that reads slowly may take its time. */
  readonly isKept?: boolean;
}

/** Where the events of subgraphs come from. */
export interface SubscriptionSources<Caller> {
  /**
   * What of a caller, besides what the subgraph gets to see, decides which events come. Only those of whom it is equal share a
   * source; without it, nothing else does.
   */
  audienceOf?(service: string, caller: Caller): string | undefined;
  /** Never throws; the events end when the signal is aborted. */
  open(service: string, operation: SubgraphOperation, caller: Caller, options: SourceOptions): SourceEvents;
}

/** The events of a source: what comes is taken at once, and need not be kept back. */
export interface SourceEvents extends AsyncIterable<SourceEvent> {
  /** Whether what it gives now was kept, for who comes back: it is asked for the next only when there is room for that. */
  readonly isReplaying?: boolean;
}

export interface SourceOptions {
  readonly signal: AbortSignal;
  /** What comes is after that event. */
  readonly lastEventId?: string;
  /** The field that is subscribed to, with its arguments as they are, defaults filled in; those without a value are left out. */
  readonly field: SubscribedField;
}

export interface SubscribedField {
  readonly name: string;
  readonly arguments: Readonly<Record<string, unknown>>;
}

/** An event of a subgraph: the end of the iteration says that there will be no more. */
export interface SourceEvent {
  readonly id?: string;
  /** Its errors are fit for the client. Without an answer: events were missed here. */
  readonly answer?: SubgraphAnswer;
  /** The same object where several sources tell of one event: what is fetched for it may be shared. */
  readonly cause?: object;
  /** Whether it came in a replay. */
  readonly isKept?: boolean;
}

/** What the data of an answer costs. */
export type MeasureCost = (shape: ObjectShape, data: JsonObject) => number;

/** Is told of plans, as they are made. It must not throw. */
export interface EngineObserver<Caller> {
  /** A plan was made. @param durationMs that it took the process */
  onPlan?(durationMs: number): void;
  /** A request had to wait for its plan. @param sinceMs from when on, on the clock of `performance.now` */
  onPlanned?(caller: Caller, sinceMs: number): void;
  /** An event of a subscription is resolved from now on, for a caller: as which its subgraphs are asked is what this gives. */
  onEvent?<Reader extends Caller>(caller: Reader): ObservedEvent<Reader>;
}

export interface ObservedEvent<Caller> {
  readonly caller: Caller;
  /** It is resolved. @param errorCount in its result */
  ended(errorCount: number): void;
}

export interface EngineOptions<Caller> {
  readonly supergraphSdl: string;
  readonly subgraphs: EngineSubgraphs<Caller>;
  readonly log: EngineLog;
  /** About how much memory cached operations and their plans may take: 64 MiB unless told. */
  readonly planCacheBytes?: number;
  /** Decides which labels of `@override(label:)` are on for a request: by chance for `percent(x)`, else off, unless told. */
  readonly overrideLabels?: LabelResolver<EngineContext<Caller>>;
  /**
   * All of a caller that subgraphs get to see, or that one of them does, as a text. Requests of callers with the same text may
   * share answers while they are under way; without it, or where it is `undefined`, nobody shares anything.
   */
  readonly identityOf?: (caller: Caller, service?: string) => string | undefined;
  /** Answers whole queries that are identical and under way at the same time once. */
  readonly shareIdenticalRequests?: boolean;
  /** What a caller has of what `@authenticated` and `@requiresScopes` demand. Without it, or when it throws, nobody has anything. */
  readonly grantsOf?: (caller: Caller) => Grants;
  /**
   * Which of these policies of `@policy` hold for a caller; asked once for each operation that depends on any, with those that it
   * depends on. Without it, or when it throws, none of them do.
   */
  readonly policies?: (names: readonly string[], caller: Caller) => ReadonlySet<string> | Promise<ReadonlySet<string>>;
  /** Whether fields that a caller may not read are left out and reported, as is done unless told, or the operation is refused. */
  readonly unauthorized?: 'remove' | 'refuse';
  /** Of whom a request is, as a text: callers take turns where operations wait to be planned. All are one unless told. */
  readonly turnOf?: (caller: Caller) => string;
  /** How to measure what answers over a supergraph cost, where somebody wants to know; requests are told by `spent`. */
  readonly measureWith?: (supergraphSdl: string) => MeasureCost;
  readonly random?: RandomUint32;
  readonly observer?: EngineObserver<Caller> | undefined;
  /** Without it, subscriptions are refused. */
  readonly sources?: SubscriptionSources<Caller>;
  readonly subscriptions?: SubscriptionOptions;
}

export interface SubscriptionOptions {
  /** What a client may see of an error of an event; of other results Apollo Server asks its `formatError`. */
  readonly formatError?: (error: GraphQLError) => GraphQLFormattedError;
  /** Events that wait to be resolved, or to be taken, for each subscription: 64 unless told. Older ones are left out, and that is told. */
  readonly maxWaitingEvents?: number;
  /** How long the subgraphs may take to answer for one event: 30 s unless told. */
  readonly eventTimeoutMs?: number;
  /** Each event is resolved as a request with an id of its own. */
  readonly newRequestId?: () => string;
}
