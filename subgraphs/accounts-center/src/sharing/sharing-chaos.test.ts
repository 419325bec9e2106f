import { eachDialect } from '@accounts-center/db/testing';
import { type IncomingEvent, idempotencyTables, inboxTables, outboxTables } from '@accounts-center/subgraph-kit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PostRefusal } from '../app-contract/app-facts.ts';
import { Death, mortality } from '../profile-sync/mortal.fixture.ts';
import { family as familyApps } from '../testing/family.ts';
import { isSettled } from './delivery-states.ts';
import type { ScriptedPost } from './scripted-posts.fixture.ts';
import { openSharingFixture, type SharingFixture, type SharingProcess } from './sharing.fixture.ts';
import { sharingTables } from './sharing.table.ts';
import { type Act, type Deed, MEMBERS, type Round, story } from './sharing-chaos.fixture.ts';

// Few, so that giving up is not rare.
const pace = { maxAttempts: 2 };

eachDialect((dialect, open) => {
  describe('anything may fail', () => {
    it('case 6, case 12: at the end every delivery is settled, and a copy is there exactly when it says so', async () => {
      const family = await openSharingFixture(open);
      const numRuns = dialect === 'sqlite' ? 120 : 20;
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
  /** The events of deletions, which come late, in any order, and more than once. */
  readonly #deletions: IncomingEvent[] = [];

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
    await this.#hear(this.#family.start());
    await this.#family.settle(this.#family.start({ pace }));
    await this.#expectTruth();
    apps.arrive(true);
    await this.#expectTruth();
  }

  async #begin(): Promise<void> {
    const { db, apps } = this.#family;
    const { delivery, crossPost: posts, sharingSetting, deletedPost } = db.tables(sharingTables);
    await db.write(async (tx) => {
      for (const table of [delivery, posts, sharingSetting, deletedPost]) await tx.delete(table);
      await tx.delete(db.tables(idempotencyTables).idempotencyKey);
      await tx.delete(db.tables(outboxTables).outbox);
      await tx.delete(db.tables(inboxTables).inboxEvent);
    });
    apps.arrive();
    for (const app of apps.all) {
      app.posts.length = 0;
      for (const known of [app.ownPosts, app.tombstones, app.refused]) known.clear();
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
    if (what.kind === 'set') return void (await this.#family.set(one, other, what.choice, { on: process }));
    if (what.kind === 'tell') return this.#tell(what, one, process);
    if (what.kind === 'work') return void (await process.worker.drain());
    if (what.kind === 'runTwice') return this.#runTwice(process);
    if (what.kind === 'retry') return this.#retry(one, process);
    if (what.kind === 'unlink') return void (await this.#family.unlink(other, process));
    if (what.kind === 'link') return this.#family.link(other, one);
    if (what.kind === 'arrive') return apps.arrive();
    if (what.kind === 'delete') return this.#deleteOne(one);
    if (what.kind === 'hear') return this.#hear(process);
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

  /** An original if there is one, else a copy. */
  #deleteOne(author: string): void {
    const { apps } = this.#family;
    const { app } = familyApps.appOfAccount(author);
    const [own] = apps.get(app).ownPosts.keys();
    const made = apps.get(app).shown.toSorted((a, b) => Number(a.draft.isCopy) - Number(b.draft.isCopy));
    const postId = made[0]?.id ?? own;
    if (postId !== undefined) this.#deletions.push(this.#family.deletedInApp(author, postId));
  }

  async #hear({ inbox }: SharingProcess): Promise<void> {
    for (const event of this.#deletions.toReversed()) await inbox.receive(event);
  }

  #isThere(postId: string): boolean {
    return this.#family.apps.all.some(({ ownPosts }) => ownPosts.has(postId));
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
    for (const { id, state, postId, publishers, draft } of crossPosts) {
      const posts = this.#postsUnder(id);
      const truth = `post ${state} with ${posts.length}`;
      const shown = posts.filter(({ isDeleted }) => !isDeleted).map((one) => one.id);
      expect(draft === null, truth).toBe(state !== 'PUBLISHED');
      if (state !== 'PUBLISHED') expect(shown, truth).toEqual([]);
      else if (publishers > 0) expect(shown, truth).toEqual([postId]);
      else expect(this.#isThere(postId ?? ''), truth).toBe(true);
      if (state === 'REFUSED') expect(posts, truth).toEqual([]);
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
