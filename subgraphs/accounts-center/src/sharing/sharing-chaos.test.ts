import { eachDialect } from '@accounts-center/db/testing';
import { idempotencyTables, inboxTables, outboxTables } from '@accounts-center/subgraph-kit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PostRefusal } from '../app-contract/app-facts.ts';
import type { App } from '../apps.ts';
import type { SharingChoice } from '../generated/accounts-center.ts';
import { Death, mortality } from '../profile-sync/mortal.fixture.ts';
import { isSettled } from './delivery-states.ts';
import type { Fault, ScriptedPost } from './scripted-posts.fixture.ts';
import { createSharingFixture, fixtureTables, type SharingFixture, type SharingProcess } from './sharing.fixture.ts';
import { sharingTables } from './sharing.table.ts';

// Few, so that giving up is not rare.
const pace = { maxAttempts: 2 };
const MEMBERS: App[] = ['FACEBOOK', 'INSTAGRAM', 'WHATSAPP', 'MESSENGER'];

type Deed =
  /** `key` and `body` are few, so that requests come again, alike and not. */
  | {
      readonly kind: 'crossPost';
      readonly key: number;
      readonly body: number;
      readonly targets: readonly number[] | null;
    }
  | { readonly kind: 'set'; readonly choice: SharingChoice }
  | { readonly kind: 'tell'; readonly isCopy: boolean; readonly event: number }
  | { readonly kind: 'unlink' | 'link' | 'retry' | 'work' | 'runTwice' | 'delete' | 'refuse' | 'take' | 'arrive' };

/** Something that happens, and the step at which the process that does it dies. */
interface Act {
  readonly deed: Deed;
  readonly who: number;
  readonly whom: number;
  readonly lastStep: number;
}

/** What happens at the same time, and how the calls fail meanwhile, in their order. */
interface Round {
  readonly acts: readonly Act[];
  readonly faults: readonly (Fault | undefined)[];
  readonly pauseMs: number;
}

const member = fc.nat({ max: MEMBERS.length - 1 });
const crossPost = fc.record({
  kind: fc.constant('crossPost' as const),
  key: fc.nat({ max: 2 }),
  body: fc.constantFrom(0, 0, 0, 1),
  targets: fc.oneof(fc.constant(null), fc.subarray([0, 1, 2, 3], { minLength: 1 })),
});
const deed: fc.Arbitrary<Deed> = fc.oneof(
  { weight: 6, arbitrary: crossPost },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('set' as const),
      choice: fc.constantFrom<SharingChoice[]>('ALWAYS', 'ALWAYS', 'ASK', 'NEVER'),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('tell' as const), isCopy: fc.boolean(), event: fc.nat({ max: 2 }) }),
  },
  {
    weight: 8,
    arbitrary: fc.record({ kind: fc.constantFrom('work' as const, 'runTwice' as const, 'retry' as const) }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constantFrom(
        'unlink' as const,
        'link' as const,
        'delete' as const,
        'refuse' as const,
        'arrive' as const,
      ),
    }),
  },
);
const faults: readonly (Fault | undefined)[] = ['unreachable', 'missed', 'lost', 'late', 'late', 'error', 'slow'];
const fault = fc.oneof(
  { weight: 5, arbitrary: fc.constant(undefined) },
  { weight: 7, arbitrary: fc.constantFrom(...faults) },
);
const act: fc.Arbitrary<Act> = fc.record({
  deed,
  who: fc.oneof(fc.constant(0), member),
  whom: member,
  lastStep: fc.oneof(fc.constant(Number.POSITIVE_INFINITY), fc.nat({ max: 40 })),
});
const round: fc.Arbitrary<Round> = fc.record({
  acts: fc.array(act, { minLength: 1, maxLength: 3 }),
  faults: fc.array(fault, { maxLength: 16 }),
  pauseMs: fc.constantFrom(0, 0, 2_000, 16_000, 700_000),
});

eachDialect((dialect, open) => {
  describe('anything may fail', () => {
    it('case 6, case 12: at the end every delivery is settled, and a copy is there exactly when it says so', async () => {
      const family = createSharingFixture(await open({ tables: fixtureTables }));
      const numRuns = dialect === 'sqlite' ? 120 : 20;
      const story = fc.array(round, { minLength: 1, maxLength: 10 });
      await fc.assert(
        fc.asyncProperty(story, (rounds) => new Story(family).play(rounds)),
        { numRuns },
      );
    }, 240_000);
  });
});

/** One run, with accounts of its own in an empty database. */
class Story {
  readonly #family: SharingFixture;
  #members: string[] = [];
  /** The post that each key was answered with. */
  readonly #answers = new Map<string, string>();
  readonly #told = new Map<string, ReturnType<SharingFixture['madeInApp']>>();

  constructor(family: SharingFixture) {
    this.#family = family;
  }

  async play(rounds: readonly Round[]): Promise<void> {
    const { apps, clock } = this.#family;
    await this.#begin();
    for (const { acts, faults: ofCalls, pauseMs } of rounds) {
      const left = [...ofCalls];
      // The questions before anything is written may fail without harm, and would use up what hurts.
      apps.fail(({ method }) => (method === 'checkPost' ? undefined : left.shift()));
      await Promise.all(acts.map((one) => this.#perform(one)));
      apps.heal();
      clock.advance(pauseMs);
    }
    this.#takeAnything();
    await this.#family.settle(this.#family.start({ pace }));
    await this.#expectTruth();
    apps.arrive(true);
    await this.#expectTruth();
  }

  async #begin(): Promise<void> {
    const { db, apps } = this.#family;
    const { delivery, crossPost: posts, sharingSetting } = db.tables(sharingTables);
    await db.write(async (tx) => {
      for (const table of [delivery, posts, sharingSetting]) await tx.delete(table);
      await tx.delete(db.tables(idempotencyTables).idempotencyKey);
      await tx.delete(db.tables(outboxTables).outbox);
      await tx.delete(db.tables(inboxTables).inboxEvent);
    });
    apps.arrive();
    for (const app of apps.all) {
      app.posts.length = 0;
      app.tombstones.clear();
    }
    this.#members = await this.#family.family(...MEMBERS);
  }

  async #perform({ deed: what, who, whom, lastStep }: Act): Promise<void> {
    const process = this.#family.start({ life: mortality(lastStep), pace });
    const [one = '', other = ''] = [this.#members[who], this.#members[whom]];
    try {
      await this.#do(what, one, other, process);
    } catch (error) {
      if (!isDeath(error)) throw error;
    }
    await process.worker.stop();
  }

  async #do(what: Deed, one: string, other: string, process: SharingProcess): Promise<void> {
    const { apps } = this.#family;
    if (what.kind === 'crossPost') return this.#crossPost(what, one, process);
    if (what.kind === 'set') return void (await this.#family.set(one, other, what.choice, process));
    if (what.kind === 'tell') return this.#tell(what, one, process);
    if (what.kind === 'work') return void (await process.worker.drain());
    if (what.kind === 'runTwice') return this.#runTwice(process);
    if (what.kind === 'retry') return this.#retry(one, process);
    if (what.kind === 'unlink') return void (await this.#family.unlink(other, process));
    if (what.kind === 'link') return this.#family.link(other, one);
    if (what.kind === 'arrive') return apps.arrive();
    if (what.kind === 'delete') return this.#deleteOne();
    if (what.kind === 'take') return this.#takeAnything();
    apps.get(MEMBERS[this.#members.indexOf(other)] ?? 'FACEBOOK').refuse = refusing;
  }

  async #crossPost(what: Extract<Deed, { kind: 'crossPost' }>, author: string, process: SharingProcess): Promise<void> {
    const targetIds = what.targets?.map((index) => this.#members[index] ?? '').filter((id) => id !== author) ?? null;
    const idempotencyKey = `story-key-${what.key}`;
    const text = `${idempotencyKey} ${what.body}`;
    const request = this.#family.request(author, targetIds, { idempotencyKey, text });
    const result = await this.#family.crossPost(request, process);
    if (!result.ok || result.shared.postId === null) return;
    const slot = `${author} ${idempotencyKey}`;
    const { postId } = result.shared;
    expect(this.#answers.get(slot) ?? postId, 'D3: one answer for a key').toBe(postId);
    this.#answers.set(slot, postId);
  }

  async #tell(
    { event, isCopy }: Extract<Deed, { kind: 'tell' }>,
    author: string,
    { inbox }: SharingProcess,
  ): Promise<void> {
    const slot = `${author} ${event}`;
    const told = this.#told.get(slot) ?? this.#family.madeInApp(author, { isCopy });
    this.#told.set(slot, told);
    await inbox.receive(told);
  }

  /** As two workers do of which one has lost its lease. */
  async #runTwice({ jobs }: SharingProcess): Promise<void> {
    const { crossPosts, deliveries } = await this.#family.everything();
    const published = crossPosts.filter(({ state }) => state === 'PUBLISHED').map(({ id }) => id);
    const job = { id: 'msg_1', type: 'sharing.deliver', createdAt: this.#family.clock.now(), attempts: 1 };
    const open = deliveries.filter(({ state, crossPostId }) => !isSettled(state) && published.includes(crossPostId));
    const run = async ({ id, round: of }: (typeof open)[number]) =>
      jobs['sharing.deliver']?.({ deliveryId: id, round: of }, job);
    for (const result of await Promise.allSettled(open.slice(0, 2).flatMap((one) => [run(one), run(one)]))) {
      if (result.status === 'rejected' && !isDeath(result.reason)) throw result.reason;
    }
  }

  async #retry(viewer: string, process: SharingProcess): Promise<void> {
    const { crossPosts } = await this.#family.everything();
    for (const { postId } of crossPosts) {
      if (postId !== null) await this.#family.retry(viewer, postId, this.#family.key(), process);
    }
  }

  #takeAnything(): void {
    for (const app of this.#family.apps.all) app.refuse = () => undefined;
  }

  #deleteOne(): void {
    const app = this.#family.apps.all.find(({ shown }) => shown.length > 0);
    app?.delete(app.shown[0]?.id ?? '');
  }

  #postsUnder(key: string): ScriptedPost[] {
    return this.#family.apps.all.flatMap(({ posts }) => posts.filter((one) => one.key.split('.')[0] === key));
  }

  async #expectTruth(): Promise<void> {
    const { crossPosts, deliveries, jobs } = await this.#family.everything();
    expect(jobs).toEqual([]);
    for (const { id, state, copyId } of deliveries) {
      const ever = this.#postsUnder(id);
      const there = ever.filter(({ isDeleted }) => !isDeleted);
      const truth = `delivery ${state} with ${there.length} of ${ever.length} copies`;
      expect(isSettled(state), truth).toBe(true);
      expect(there.length, truth).toBeLessThanOrEqual(1);
      if (state === 'DELIVERED')
        expect(
          ever.map((copy) => copy.id),
          truth,
        ).toContain(copyId);
      else expect(there, truth).toEqual([]);
    }
    for (const { id, state, postId, publishers } of crossPosts) {
      const posts = this.#postsUnder(id);
      const truth = `post ${state} with ${posts.length}`;
      if (state === 'PUBLISHED')
        expect(
          posts.map((one) => one.id),
          truth,
        ).toEqual(publishers > 0 ? [postId] : []);
      else if (state === 'GONE')
        expect(
          posts.filter(({ isDeleted }) => !isDeleted),
          truth,
        ).toEqual([]);
      else expect([state, posts], truth).toEqual([expect.stringMatching(/REFUSED|UNPUBLISHED/), []]);
    }
    this.#expectOneEach();
  }

  /** However often a key or an event came, there is one post for it, and one copy of that in an account. */
  #expectOneEach(): void {
    const { apps } = this.#family;
    for (const { posts } of apps.all) {
      const own = posts.filter(({ draft, isDeleted }) => !draft.isCopy && !isDeleted);
      const slots = own.map(({ draft }) => `${draft.authorId} ${draft.text.split(' ')[0]}`);
      expect(new Set(slots).size, 'D3: one post for a key').toBe(slots.length);
    }
  }
}

function refusing(): PostRefusal {
  return { reason: 'TEXT_TOO_LONG', message: 'Too long.' };
}

function isDeath(error: unknown): boolean {
  return error instanceof Death;
}
