export type { AbortSignalLike } from './abort-signal-like.ts';
export { type BoundedQueue, createBoundedQueue, QueueFull, type QueueLimits } from './bounded-queue.ts';
export { addExpectations, refusingInForm } from './client-errors.ts';
export { type Clock, type MovableClock, movableClock, systemClock } from './clock.ts';
export { CollectedBytes } from './collected-bytes.ts';
export { ConfigError, readConfig } from './config.ts';
export { type DrainOptions, drain } from './drain.ts';
export { codeOfStatus, type ErrorBody, errorBody, internalErrorBody } from './error-body.ts';
export { badInput, ERROR_CODES, forbidden, unauthenticated } from './errors.ts';
export type {
  EventBus,
  EventListening,
  EventPublisher,
  EventSubscription,
  GraphEvent,
  NewGraphEvent,
} from './events/event-bus.ts';
export { createEventNotes, type EventNotes } from './events/event-notes.ts';
export { createInProcessBus } from './events/in-process-bus.ts';
export { createNatsBus } from './events/nats-bus.ts';
export { createNatsPublisher } from './events/nats-publisher.ts';
export { createPushingPublisher } from './events/pushing-publisher.ts';
export { takePushedEvents } from './events/take-pushed-events.ts';
export {
  type ContractClient,
  type ContractRequestOptions,
  contractClient,
  RemoteError,
} from './graphql/contract-client.ts';
export { dateTime } from './graphql/date-time.ts';
export {
  type ContextFactory,
  createGraphqlEndpoint,
  type GraphqlEndpoint,
  type GraphqlEndpointOptions,
  type LocalOperation,
} from './graphql/graphql-endpoint.ts';
export { mergeResolvers } from './graphql/merge-resolvers.ts';
export { type ExecutableParts, federatedSchema, plainSchema } from './graphql/schema.ts';
export { createSubgraph, type SubgraphOptions } from './graphql/subgraph.ts';
export { url } from './graphql/url.ts';
export { httpSockets } from './http-sockets.ts';
export { hashOf } from './idempotency/hash-of.ts';
export {
  createIdempotency,
  type Idempotency,
  type IdempotencyClaim,
  type IdempotencyResult,
} from './idempotency/idempotency.store.ts';
export { idempotencyTables } from './idempotency/idempotency.table.ts';
export { checkIdempotencyKey } from './idempotency/idempotency-key.ts';
export { bodyHashOf } from './identity/body-hash.ts';
export {
  IDENTITY_HEADER,
  type IdentityClaims,
  type IdentitySigner,
  type IdentityVerifier,
  type ServiceIdentity,
  type Viewer,
} from './identity/identity.ts';
export { createIdentitySigner } from './identity/identity-signer.ts';
export { createIdentityVerifier } from './identity/identity-verifier.ts';
export { generateKeyring, type Keyring } from './identity/keyring.ts';
export { createIds, type Ids, isId } from './ids.ts';
export { canonicalJson, type JsonValue, parseJson } from './json.ts';
export { hasMoreLetters, lettersIn, normalize } from './letters.ts';
export { createLoader, groupBy } from './loaders.ts';
export { createLogger, type Logger, type LoggerSettings, silentLogger } from './logger.ts';
export { maskError } from './mask-error.ts';
export { type Backoff, backoffMs } from './outbox/backoff.ts';
export { mountEvents } from './outbox/event-door.ts';
export { createEventInbox, type EventInbox } from './outbox/event-inbox.ts';
export { createEventPush, type EventPush, type OutgoingEvent } from './outbox/event-push.ts';
export { inboxTables } from './outbox/inbox.table.ts';
export { type EventHandler, EventRefused, type IncomingEvent, onEvent } from './outbox/incoming-event.ts';
export type { Job, JobHandler, JobOutcome } from './outbox/outbox.job.ts';
export { createOutbox, type Outbox, type OutboxEntry, type ParkedEntry } from './outbox/outbox.store.ts';
export { outboxTables } from './outbox/outbox.table.ts';
export { createOutboxWorker, type OutboxWorker, type OutboxWorkerOptions } from './outbox/outbox.worker.ts';
export {
  type Connection,
  type CursorCodec,
  cursorCodec,
  type PageArguments,
  pageArguments,
  toConnection,
} from './paging.ts';
export { every, type Periodic } from './periodic.ts';
export { type RandomUint32, secureFraction, secureRandom } from './random.ts';
export { UPLOAD_TIMEOUT_MS } from './receive-timeout.ts';
export { addRequestLog, addRequestScope, requestIdOf, scopeOf } from './request-hooks.ts';
export {
  currentRequestId,
  currentTrace,
  REQUEST_ID_HEADER,
  type RequestScope,
  runInRequest,
  timeLeftMs,
} from './request-scope.ts';
export { runMain } from './run-main.ts';
export { runService, type ServiceConfig } from './run-service.ts';
export { createServiceServer, identityOf, type ReadinessCheck, type ServiceServerOptions } from './server.ts';
export type { Service, ServiceDependencies } from './service.ts';
export { REQUEST_TIMEOUT_HEADER } from './service-client/deadline.ts';
export { AnswerLost, AnswerTooLong, SenderGone, ServiceUnreachable } from './service-client/failures.ts';
export { httpTransport } from './service-client/http-transport.ts';
export { type LocalTransport, localTransport } from './service-client/local-transport.ts';
export { createOutages, levelOf, type Outages } from './service-client/outages.ts';
export {
  createServiceClient,
  type ServiceClient,
  type ServiceRequest,
  type ServiceResponse,
  type ServiceTransport,
  type TransportResponse,
} from './service-client/service-client.ts';
export { storable } from './storable.ts';
export { sweepUntil } from './sweep.store.ts';
export type { Series } from './telemetry/histogram.ts';
export { createMetrics, type Metrics, type MetricsListener } from './telemetry/metrics.ts';
export { operationAttributes } from './telemetry/operation-span.ts';
export { type ServiceTelemetry, startServiceTelemetry, type TelemetryConfig } from './telemetry/service-telemetry.ts';
export { SPAN_KIND, Span } from './telemetry/span.ts';
export { readTraceContext, type TraceContext, traceHeaders } from './telemetry/trace-context.ts';
export { createTracing, type Tracer, type Tracing } from './telemetry/tracing.ts';
export { addUnreadBodies } from './unread-bodies.ts';
export { type Environment, telemetryFrom, variables } from './variables.ts';
