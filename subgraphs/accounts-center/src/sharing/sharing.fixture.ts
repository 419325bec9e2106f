import type { Database } from '@accounts-center/db';
import type { OpenTestDatabase } from '@accounts-center/db/testing';
import {
  createEventInbox,
  createEventNotes,
  createIdempotency,
  createIds,
  createOutbox,
  createOutboxWorker,
  type EventPublisher,
  type Ids,
  type IncomingEvent,
  idempotencyTables,
  inboxTables,
  type MovableClock,
  movableClock,
  type OutboxWorker,
  outboxTables,
  silentLogger,
} from '@accounts-center/subgraph-kit';
import { type App, accountIdPrefix } from '../apps.ts';
import type { Viewer } from '../context.ts';
import type { SharingChoice } from '../generated/accounts-center.ts';
import { createPlayedAuthorize } from '../identity/authorize.fixture.ts';
import { createMembershipService, type MembershipService } from '../membership/membership.service.ts';
import { membershipTables } from '../membership/membership.table.ts';
import { type Mortality, mortalContract, mortalDatabase, mortality } from '../profile-sync/mortal.fixture.ts';
import { SERVICE } from '../slice.ts';
import { family as familyApps } from '../testing/family.ts';
import { noNotes } from '../testing/no-notes.ts';
import { createScriptedApps, type Fault, type ScriptedApps } from './scripted-posts.fixture.ts';
import { createSharing } from './sharing.service.ts';
import { sharingTables } from './sharing.table.ts';
import type { CrossPostRequest, SharingPace } from './sharing.ts';

const fixtureTables = [membershipTables, sharingTables, idempotencyTables, outboxTables, inboxTables];

/** What outlives the processes of a test. */
interface World {
  readonly db: Database;
  readonly clock: MovableClock;
  readonly ids: Ids;
  readonly apps: ScriptedApps;
  readonly membership: MembershipService;
  readonly access: ReturnType<typeof createPlayedAuthorize>;
}

interface StartOptions {
  readonly life?: Mortality;
  readonly pace?: Partial<SharingPace>;
  /** Whether its worker runs whenever there is something to do, and not only when a test says so. */
  readonly isKicked?: boolean;
  /** Where it tells what happens. */
  readonly bus?: EventPublisher;
}

interface HowSet {
  readonly by?: string;
  readonly authenticatedAt?: Date;
  readonly idempotencyKey?: string;
  readonly on?: SharingProcess;
}

export type SharingFixture = ReturnType<typeof createSharingFixture>;
export type SharingProcess = ReturnType<typeof startProcess>;

/** What an app says to a post without a photo or video, where it takes none such. */
export const needsMedia = { reason: 'MEDIA_REQUIRED', message: 'A post needs at least one photo or video.' } as const;

/** Begins a test: what the one before has left comes to its end, and there are new accounts, in one center. */
type Begin = (...kinds: App[]) => Promise<[SharingFixture, ...accountIds: string[]]>;

/** @returns begins each test of a suite, over one database */
export function sharingStarter(open: OpenTestDatabase, onStatement?: (sql: string) => void): Begin {
  let opened: Promise<SharingFixture> | undefined;
  return async (...kinds) => {
    opened ??= openSharingFixture(open, onStatement);
    const fixture = await opened;
    const { apps } = fixture;
    apps.heal();
    await fixture.settle();
    for (const app of apps.all) {
      app.posts.length = 0;
      app.calls.length = 0;
      app.privateAccounts.clear();
    }
    return [fixture, ...(await fixture.family(...kinds))];
  };
}

/** A fixture over a database of its own. */
export async function openSharingFixture(open: OpenTestDatabase, onStatement?: (sql: string) => void) {
  return createSharingFixture(await open({ tables: fixtureTables, ...(onStatement && { onStatement }) }));
}

/** Sharing over a real database, membership, inbox and outbox, and scripted apps. */
function createSharingFixture(db: Database) {
  const clock = movableClock(new Date('2026-11-23T10:00:00Z'));
  const ids = createIds({ clock });
  const membership = createMembershipService({ db, clock, ids, notes: noNotes });
  const world = { db, clock, ids, membership, apps: createScriptedApps(ids), access: createPlayedAuthorize(clock) };
  const process = startProcess(world);
  return {
    ...world,
    /** Any number of processes may run over the same database, before, after or beside each other. */
    start: (options?: StartOptions) => startProcess(world, options),
    sharing: process,
    ...peopleIn(world, process),
    ...commandsTo(world, process),
    ...looksAt(world, process),
  };
}

/** A process of accounts-center. */
function startProcess(world: World, { life = mortality(), pace = {}, isKicked = false, bus }: StartOptions = {}) {
  const { clock, ids, membership, apps, access } = world;
  const db = mortalDatabase(world.db, life);
  const fixed = { db, clock, ids, log: silentLogger, random: () => 0.5 };
  const outbox = createOutbox(fixed);
  const sharing = createSharing({
    ...fixed,
    family: familyApps,
    membership,
    authorize: access.authorize,
    contract: mortalContract(apps.contract, life),
    outbox,
    notes: createEventNotes({ outbox, service: SERVICE, bus }),
    idempotency: createIdempotency(fixed),
    kick: () => isKicked && worker.kick(),
    pace: { answerWaitMs: isKicked ? 10_000 : 0, ...pace },
  });
  const push = { push: () => Promise.reject(new Error('sharing has nothing to push')) };
  const worker: OutboxWorker = createOutboxWorker({ ...fixed, service: SERVICE, handlers: sharing.jobs, push });
  const inbox = createEventInbox({ db, clock, handlers: sharing.events });
  return { ...sharing.service, jobs: sharing.jobs, sweep: sharing.sweep, worker, inbox };
}

function peopleIn({ db, clock, ids, membership }: World, process: SharingProcess) {
  const centerOf = async (accountId: string): Promise<string> => (await membership.centerOf(accountId)) ?? '';

  /** A new account in a center of its own. */
  async function account(app: App): Promise<string> {
    const accountId = ids.random(accountIdPrefix(familyApps.named(app)));
    await db.write((tx) => membership.enrol(tx, { accountId, app, state: 'ACTIVE', stateVersion: 1 }));
    return accountId;
  }

  async function link(accountId: string, into: string): Promise<void> {
    const [from, to] = [await centerOf(accountId), await centerOf(into)];
    await db.write((tx) => membership.move(tx, { accountId, from, to }));
  }

  /** Accounts in one center. */
  async function family(...kinds: App[]): Promise<string[]> {
    const accountIds: string[] = [];
    for (const app of kinds) accountIds.push(await account(app));
    for (const accountId of accountIds.slice(1)) await link(accountId, accountIds[0] ?? '');
    return accountIds;
  }

  /** As linking does it, in one transaction. */
  async function unlink(accountId: string, by = process) {
    return db.write(async (tx) => {
      const from = (await membership.centerOf(accountId, tx)) ?? '';
      const members = await membership.accountsOf(from, tx);
      const others = members.map(({ id }) => id).filter((id) => id !== accountId);
      const stopped = await by.stopFor(tx, accountId, others);
      if (others.length > 0) await membership.leave(tx, { accountId, from });
      return stopped;
    });
  }

  const viewer = (accountId: string): Viewer => ({ accountId, sessionId: 'ses_1', authenticatedAt: clock.now() });
  return { account, link, family, unlink, viewer };
}

function commandsTo(world: World, process: SharingProcess) {
  const { clock, ids, apps } = world;
  const { viewer } = peopleIn(world, process);
  let keys = 0;
  let events = 0;
  const key = (): string => `key-${String(++keys).padStart(8, '0')}`;

  function request(
    authorId: string,
    targetAccountIds: readonly string[] | null,
    change: Partial<CrossPostRequest> = {},
  ) {
    const rest = { kind: 'POST', text: 'hello', audience: 'PUBLIC', mediaIds: [], idempotencyKey: key() } as const;
    return { authorId, targetAccountIds, ...rest, ...change } satisfies CrossPostRequest;
  }

  const crossPost = (asked: CrossPostRequest, by = process) => by.crossPost(viewer(asked.authorId), asked);

  /** A post that goes out without a hitch, up to where its copies wait. */
  async function published(...asked: Parameters<typeof request>) {
    const result = await crossPost(request(...asked));
    if (!result.ok || result.shared.postId === null) throw new Error(`not published: ${JSON.stringify(result)}`);
    return { postId: result.shared.postId, deliveries: result.shared.deliveries };
  }

  /** A post whose copy was sent once, and that went wrong. */
  async function sentOnce(authorId: string, targetId: string, fault: Fault) {
    apps.failOnce(familyApps.appOfAccount(targetId).app, 'publishPost', fault);
    const post = await published(authorId, [targetId]);
    await process.worker.drain();
    return post;
  }

  const retry = (viewerId: string, postId: string, idempotencyKey = key(), by = process) =>
    by.retryDeliveries(viewer(viewerId), { postId, idempotencyKey });

  /** By the account that publishes, freshly signed in, unless told otherwise. */
  function set(from: string, to: string, choice: SharingChoice, how: HowSet = {}) {
    const { by = from, authenticatedAt = clock.now(), idempotencyKey = key(), on = process } = how;
    const setting = { kind: 'POST', fromAccountId: from, toAccountId: to, choice, idempotencyKey } as const;
    return on.setSharing({ ...viewer(by), authenticatedAt }, setting);
  }

  /** The event in which an app tells of a post that its author has made there. */
  function madeInApp(authorId: string, change: object = {}): IncomingEvent & { postId: string } {
    const { idPrefix = '', service: source = '' } = familyApps.appOf(authorId) ?? {};
    const postId = ids.next(`${idPrefix}p`);
    const facts = { postId, authorId, kind: 'POST', revision: 1, text: 'made here', audience: 'PUBLIC', media: [] };
    const payload = { ...facts, isCopy: false, publicationKey: null, ...change };
    homeOf(authorId)?.ownPosts.set(postId, { authorId, audience: 'PUBLIC' });
    return { id: `evt_${++events}`, type: 'post.published', payload, source, createdAt: clock.now(), postId };
  }

  /** Deletes a post in its app. @returns the event in which the app tells of it */
  function deletedInApp(authorId: string, postId: string, change: object = {}): IncomingEvent {
    homeOf(authorId)?.delete(postId);
    const payload = { postId, authorId, revision: 2, ...change };
    const source = familyApps.appOf(authorId)?.service ?? '';
    return { id: `evt_${++events}`, type: 'post.deleted', payload, source, createdAt: clock.now() };
  }

  function homeOf(accountId: string) {
    const home = familyApps.appOf(accountId);
    return home && apps.get(home.app);
  }

  return { key, request, crossPost, published, sentOnce, retry, set, madeInApp, deletedInApp };
}

function looksAt({ db, clock }: World, process: SharingProcess) {
  const { crossPost, delivery, sharingSetting } = db.tables(sharingTables);
  const { outbox } = db.tables(outboxTables);

  /** All that is written down. */
  async function everything() {
    return {
      crossPosts: await db.read.select().from(crossPost).orderBy(crossPost.id),
      deliveries: await db.read.select().from(delivery).orderBy(delivery.crossPostId, delivery.position),
      settings: await db.read.select().from(sharingSetting),
      jobs: await db.read.select().from(outbox),
      keys: await db.read.select().from(db.tables(idempotencyTables).idempotencyKey),
    };
  }

  /** The deliveries of a post as they are now, in the order of its targets. */
  async function deliveries(postId: string) {
    const all = await everything();
    const found = all.crossPosts.find((one) => one.postId === postId);
    return all.deliveries.filter(({ crossPostId }) => crossPostId === found?.id);
  }

  /** The only delivery of a post, or its first. */
  const firstOf = async (postId: string) => (await deliveries(postId))[0];

  const states = async (postId: string): Promise<string[]> => (await deliveries(postId)).map(({ state }) => state);

  /** Lets time pass until the outbox has nothing left to do. */
  async function settle(by = process): Promise<void> {
    for (let round = 0; round < 40; round++) {
      await by.worker.drain();
      if ((await db.read.$count(outbox)) === 0) return;
      clock.advance(11 * 60_000);
    }
    throw new Error('The outbox does not come to rest.');
  }

  return { everything, deliveries, delivery: firstOf, states, settle };
}
