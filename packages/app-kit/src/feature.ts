import type { Database, TableDefinition } from '@accounts-center/db';
import type { AppEntry } from '@accounts-center/schema';
import type {
  EventHandler,
  EventNotes,
  Idempotency,
  IdentityVerifier,
  JobHandler,
  Outbox,
  ServiceDependencies,
} from '@accounts-center/subgraph-kit';
import type { FastifyInstance } from 'fastify';
import type { MediaStorage } from './media/storage/media-storage.ts';
import type { Rules } from './rules/rules.ts';
import type { AppServices } from './services.ts';

/** What an app takes from outside. */
export interface AppDependencies extends ServiceDependencies {
  /** Origin of the gateway, as people reach it: `http://localhost:4000`. */
  readonly publicUrl: string;
  /** Closed with the app. */
  readonly mediaStorage: MediaStorage;
  /** Signs the addresses of media that are not for everybody; a secret of this service alone. */
  readonly mediaKey: string;
}

/** What features are made of. */
export interface FeatureParts extends Omit<AppDependencies, 'database'> {
  readonly entry: AppEntry;
  readonly rules: Rules;
  readonly db: Database;
  readonly idempotency: Idempotency;
  readonly outbox: Outbox;
  /** What subscribers of the graph are told. */
  readonly notes: EventNotes;
  /** Has the outbox looked at, after a write that put something in. */
  readonly kick: () => void;
  /** Admits one service's calls under an audience. */
  readonly admit: (audience: string, issuer: string) => IdentityVerifier;
  /** What the features before it offer; all of them once the app has started. */
  readonly services: AppServices;
}

/** What a feature is once it is put together. */
export interface FeatureWork {
  /** What it offers to the features after it, to the app contract and to the resolvers of app-kit. */
  readonly services?: Partial<AppServices>;
  /** Type → field → resolver, in the names of the template (`AppUser`) or in the app's own. */
  readonly resolvers?: object;
  /** Handlers of the app's own jobs, by type. */
  readonly jobs?: Readonly<Record<string, JobHandler>>;
  /** Handlers of events that accounts-center sends, by type. */
  readonly events?: Readonly<Record<string, EventHandler>>;
  /** Deletes what has expired; called now and then. */
  readonly sweep?: () => Promise<void>;
  /** Adds routes beside the graph. */
  readonly mount?: (server: FastifyInstance) => void;
}

/** Something that an app can do, whole: of every app (`features.ts`), or of one alone (`subgraphs/<app>/src/<feature>/`). */
export interface AppFeature {
  /** Its tables, and those that it shares with other features. */
  readonly tables: readonly TableDefinition[];
  create(parts: FeatureParts): FeatureWork;
}
