// How many calls of subgraphs the main operations are planned to take, and how many of them wait for each other. A change
// of the schema that costs a call, or saves one, shows here. At run time a call that has nobody to ask for is left out.
import {
  CrossPostDocument,
  LinkAccountDocument,
  ReadEverythingDocument,
  SignInDocument,
  StartLinkDocument,
  SyncProfileDocument,
  UnlinkAccountDocument,
  UpdateProfileDocument,
} from '@accounts-center/client/operations';
import { apps } from '@accounts-center/schema';
import { parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { createPlanner } from './planner.ts';

const planner = createPlanner();
/** A call of every app. */
const each = apps.length;

describe('reading', () => {
  it('linked accounts asks the center, then all apps at once', () => {
    expect(planOf('{ viewer { accounts { id username displayName photo { url } } } }')).toEqual({
      fetches: 1 + each,
      levels: 2,
    });
  });

  it('one profile with its linked accounts asks its app, the center, then all apps', () => {
    const profile = 'query ($id: ID!) { facebookUser(id: $id) { username accountsCenter { accounts { username } } } }';
    expect(planOf(profile)).toEqual({ fetches: 2 + each, levels: 3 });
  });

  it('a home feed asks one app, and the center where it shows deliveries', () => {
    const feed = (more: string): string =>
      `{ facebookFeed(first: 20) { nodes { text author { username } media { url } ${more} } } }`;
    expect(planOf(feed(''))).toEqual({ fetches: 1, levels: 1 });
    expect(planOf(feed('sharing { deliveries { state } }'))).toEqual({ fetches: 2, levels: 2 });
  });

  // One call of the center would do at the third level. Each app has posts and connections of its own type, so the planner
  // makes one for each; none of them waits for an app but its own.
  it('posts of linked accounts with their deliveries asks the center once per app in the end', () => {
    const posts = `{ viewer { accounts { username ... on Poster {
      posts(first: 5) { nodes { text author { username } sharing { deliveries { state target { app } } } } }
    } } } }`;
    expect(planOf(posts)).toEqual({ fetches: 1 + 2 * each, levels: 3 });
  });

  it('everything, with the names of targets too, takes one level more', () => {
    expect(planner.plan(ReadEverythingDocument)).toEqual({ fetches: 1 + 4 * each, levels: 4 });
  });
});

describe('each event', () => {
  it('of a delivery, or of a center, asks the center; and where it shows accounts, all apps', () => {
    expect(planOf('subscription ($id: ID!) { deliveryChanged(postId: $id) { state reason attempts } }')).toEqual({
      fetches: 1,
      levels: 1,
    });
    const accounts = 'subscription { accountsCenterChanged { accounts { username } } }';
    expect(planOf(accounts)).toEqual({ fetches: 1 + each, levels: 2 });
    expect(planOf('subscription { accountsCenterChanged { id } }')).toEqual({ fetches: 0, levels: 0 });
  });

  it('of a post asks its app, and the center where it shows deliveries, at the same time', () => {
    const post =
      'subscription ($id: ID!) { postPublished(authorId: $id) { text author { username } sharing { state } } }';
    expect(planOf(post)).toEqual({ fetches: each + 1, levels: 1 });
  });
});

describe('writing', () => {
  it.each([
    ['signing in', SignInDocument],
    ['linking', LinkAccountDocument],
    ['unlinking', UnlinkAccountDocument],
    ['changing a profile', UpdateProfileDocument],
    ['keeping a profile the same', SyncProfileDocument],
  ])('%s is one call of the center, which then shows accounts of all apps', (_, operation) => {
    expect(planner.plan(operation)).toEqual({ fetches: 1 + each, levels: 2 });
  });

  it('what shows nothing of an app is one call', () => {
    expect(planner.plan(StartLinkDocument)).toEqual({ fetches: 1, levels: 1 });
  });

  it('a cross-post shows the post, or its copies, by one call per app', () => {
    expect(planOf(crossPost('post { text }'))).toEqual({ fetches: 1 + each, levels: 2 });
    expect(planOf(crossPost('sharing { deliveries { state copy { text } } }'))).toEqual({
      fetches: 1 + each,
      levels: 2,
    });
  });

  // The post, the targets and the copies may each be of any app: three calls of each, all at once, few of which have
  // anybody to ask for.
  it('a cross-post that shows all of it waits no longer', () => {
    expect(planner.plan(CrossPostDocument)).toEqual({ fetches: 1 + 3 * each, levels: 2 });
  });
});

function planOf(operation: string) {
  return planner.plan(parse(operation));
}

function crossPost(selection: string): string {
  return `mutation ($input: CrossPostInput!) { crossPost(input: $input) { ${selection} } }`;
}
