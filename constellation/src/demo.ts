import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { type GraphClient, present, Refused } from '@accounts-center/client';
import { ReadEverythingDocument } from '@accounts-center/client/operations';
import { type Account, createPeople, type People } from '@accounts-center/client/people';
import { apps } from '@accounts-center/schema';
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { parse } from 'graphql';
import { type DemoAccount, type DemoPerson, demoPeople } from './demo-people.ts';
import { demoPortrait, demoScene } from './demo-photos.ts';

/** A demo account once made: its username may have changed since. */
interface MadeAccount extends DemoAccount {
  readonly id: string;
}

/**
 * Makes the demo people through the graph, as front ends would. What a start that was broken off has left undone is done by the
 * next one; once all of it is there, it is left alone.
 *
 * @param file where it is noted that they are there
 * @returns how to sign in as them now
 * @throws when the graph refuses a step
 */
export async function addDemoPeople(graph: GraphClient, file: string): Promise<readonly DemoAccount[]> {
  const known = existsSync(file) ? await asTheyAreNow(graph, readMade(file)) : undefined;
  if (known !== undefined) return known;
  const made: MadeAccount[] = [];
  for (const person of demoPeople) made.push(...(await makePerson(graph, person)));
  writeFileSync(file, JSON.stringify(made));
  return made.map(({ app, username, password }) => ({ app, username, password }));
}

function readMade(file: string): readonly MadeAccount[] {
  return JSON.parse(readFileSync(file, 'utf8')) as readonly MadeAccount[];
}

/** `undefined` when one of them is not there: the note is from other data. */
async function asTheyAreNow(
  graph: GraphClient,
  made: readonly MadeAccount[],
): Promise<readonly DemoAccount[] | undefined> {
  const now: DemoAccount[] = [];
  for (const { id, app, password } of made) {
    const username = await usernameOf(graph, app, id);
    if (username === undefined) return undefined;
    now.push({ app, username, password });
  }
  return now;
}

async function usernameOf(graph: GraphClient, app: string, id: string): Promise<string | undefined> {
  const field = apps.find((entry) => entry.app === app)?.field;
  const query: TypedDocumentNode<{ readonly user: { readonly username: string } | null }, { id: string }> = parse(
    `query Username($id: ID!) { user: ${field}User(id: $id) { username } }`,
  );
  return (await graph.request(query, { id })).user?.username;
}

async function makePerson(graph: GraphClient, person: DemoPerson): Promise<readonly MadeAccount[]> {
  const { displayName, accounts, areLinked, says } = person;
  const people = createPeople(graph, { password: accounts[0].password });
  const [first, ...others] = await enterAll(people, person);
  if (first === undefined) return [];
  const { viewer } = await first.graph.request(ReadEverythingDocument, {});
  const there = present(viewer).accounts.flatMap((account) => account ?? []);
  const home = there.find(({ id }) => id === first.id);

  if (!home?.photo) {
    const portrait = await people.upload(first, await demoPortrait(displayName), `Portrait of ${displayName}`);
    await once(people.updateProfile(first, { photoId: portrait.id, idempotencyKey: `demo-photo-${first.id}` }));
  }
  for (const other of areLinked ? others : []) {
    if (!there.some(({ id }) => id === other.id)) await people.link(first, other);
  }
  const hasPosted = home !== undefined && 'posts' in home && home.posts.nodes.length > 0;
  if (!hasPosted) {
    const scene = await people.upload(first, await demoScene(displayName));
    await once(people.crossPost(first, { text: says, mediaIds: [scene.id], idempotencyKey: `demo-post-${first.id}` }));
  }
  return [first, ...others].map(({ id, app, username }) => ({ id, app, username, password: accounts[0].password }));
}

/** A start that was broken off may have begun the step: it has used its key with another photo, and comes to its end by itself. */
async function once(step: Promise<unknown>): Promise<void> {
  await step.catch((error: unknown) => {
    const isUnderWay = error instanceof Refused && error.problems.some(({ code }) => code === 'IDEMPOTENCY_KEY_REUSED');
    if (!isUnderWay) throw error;
  });
}

async function enterAll(people: People, { accounts, displayName }: DemoPerson): Promise<Account[]> {
  const entered: Account[] = [];
  for (const account of accounts) entered.push(await enter(people, account, displayName));
  return entered;
}

/** Signs up, or in where that was done before. */
async function enter(people: People, { app, username, password }: DemoAccount, displayName: string): Promise<Account> {
  try {
    const idempotencyKey = `demo-sign-up-${app}-${username}`;
    return await people.signUp(app, username, { displayName, password, idempotencyKey });
  } catch (error) {
    const isThere =
      error instanceof Refused &&
      error.problems.some(({ code }) => code === 'USERNAME_TAKEN' || code === 'ALREADY_SIGNED_UP');
    if (!isThere) throw error;
    return people.signIn({ app, username, password });
  }
}
