import type { App } from '@accounts-center/test-kit';
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { parse } from 'graphql';

// What the pages of an app ask for, all in one: who it is, what is linked, what was posted and where it went.

interface List<T> {
  readonly nodes: readonly T[];
}

interface OwnCenter {
  readonly accounts: readonly unknown[];
  readonly profileSources: readonly { readonly field: string }[];
  readonly sharingSettings: readonly unknown[];
}

interface Stranger {
  readonly id: string;
  readonly linkedAt: string | null;
  readonly profileSync: readonly unknown[] | null;
  readonly accountsCenter: OwnCenter | null;
  readonly posts: List<unknown>;
}

const CENTER = `
  accountsCenter {
    accounts { username displayName photo { url } }
    profileSources { field version source { username } }
    sharingSettings { choice from { username } to { username } }
  }
  linkedAt profileSync { field isOn state }`;

const POSTS = `
  text media { url } author { username photo { url } }
  sharing { state deliveries { state reason target { username } copy { text media { url } } } }`;

/** Something small, for what is loaded once. */
export const warmUp: TypedDocumentNode<unknown, Record<string, never>> = parse('{ viewer { accounts { id } } }');

/** A page of those that an account is connected with. */
export function connectionsPage(
  app: App,
  list: 'followers' | 'friends',
): TypedDocumentNode<
  { readonly user: { readonly page: List<Stranger> } },
  { readonly id: string; readonly first: number }
> {
  return parse(`query Connections($id: ID!, $first: Int!) {
    user: ${app.toLowerCase()}User(id: $id) {
      page: ${list}(first: $first) {
        nodes { id username viewerRelation photo { url } ${CENTER} posts(first: 3) { nodes { ${POSTS} } } }
      }
    }
  }`);
}

/** Two accounts of others. */
export const strangersPage: TypedDocumentNode<unknown, { readonly one: string; readonly two: string }> =
  parse(`query Strangers($one: ID!, $two: ID!) {
    one: facebookUser(id: $one) { username ${CENTER} }
    two: facebookUser(id: $two) { username ${CENTER} }
  }`);

/** The viewer's accounts, with a page of the posts of each. */
export const accountsPage: TypedDocumentNode<
  { readonly viewer: { readonly accounts: readonly { readonly posts: List<unknown> }[] } },
  { readonly first: number }
> = parse(`query Accounts($first: Int!) {
  viewer { accounts { username photo { url } ${CENTER} ... on Poster { posts(first: $first) { nodes { ${POSTS} } } } } }
}`);

/** The viewer's accounts with their latest posts, and from each of them the center and its settings. */
export const ownCenter: TypedDocumentNode<
  { readonly viewer: { readonly accounts: readonly { readonly accountsCenter: OwnCenter }[] } },
  Record<string, never>
> = parse(`query OwnCenter {
  viewer { accounts { username photo { url } ${CENTER} ... on Poster { posts(first: 3) { nodes { ${POSTS} } } } } }
}`);
