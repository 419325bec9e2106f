import type { Database, TableDefinition } from '@accounts-center/db';
import type { FastifyInstance } from 'fastify';
import type { Clock } from './clock.ts';
import type { EventPublisher } from './events/event-bus.ts';
import type { GraphqlEndpoint } from './graphql/graphql-endpoint.ts';
import type { Keyring } from './identity/keyring.ts';
import type { Ids } from './ids.ts';
import type { Logger } from './logger.ts';
import type { OutboxWorker } from './outbox/outbox.worker.ts';
import type { ServiceClient } from './service-client/service-client.ts';
import type { ServiceTelemetry } from './telemetry/service-telemetry.ts';

/** What every service is made of and shows to whoever runs it, alone in a process or beside its sisters. */
export interface Service extends AsyncDisposable {
  /** As in the registry: `facebook`. */
  readonly name: string;
  readonly server: FastifyInstance;
  readonly executeLocally: GraphqlEndpoint['executeLocally'];
  /** Its part of the graph. */
  readonly schema: GraphqlEndpoint['schema'];
  readonly worker: OutboxWorker;
  readonly db: Database;
  /** Every table of its database. */
  readonly tables: readonly TableDefinition[];
  /** Ends the server, the worker and the database, in this order. */
  close(): Promise<void>;
}

/** What every service takes from outside. */
export interface ServiceDependencies {
  /** `url`: `file:<path>`, `file::memory:` or `postgres://…`. */
  readonly database: { readonly url: string; readonly onStatement?: (sql: string) => void };
  readonly keyring: Keyring;
  /** How it calls its sisters. */
  readonly client: ServiceClient;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Logger;
  /** Where it tells subscribers of the graph what has happened; it tells nobody without. Stays open. */
  readonly bus?: EventPublisher | undefined;
  /** Learns what it does. */
  readonly telemetry?: ServiceTelemetry | undefined;
}
