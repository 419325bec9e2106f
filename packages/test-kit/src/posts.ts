import { type AppEntry, renameForApp } from '@accounts-center/schema';
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { parse } from 'graphql';

/** A post as its readers see it. */
export interface PostRead {
  readonly id: string;
  readonly text: string;
  readonly audience: 'PUBLIC' | 'FOLLOWERS';
  /** Null for whoever is not its author. */
  readonly isCopy: boolean | null;
  readonly media: readonly { readonly width: number; readonly height: number; readonly url: string }[];
}

interface Posts {
  readonly user: { readonly posts: { readonly nodes: readonly PostRead[] } } | null;
}

const template = `query ReadAppPosts($id: ID!) {
  user: appUser(id: $id) {
    posts(first: 100) {
      nodes { id text audience isCopy media { width height url(size: MEDIUM) } }
    }
  }
}`;

/** Reads the posts of an account of an app, whichever it is. */
export function postsDocument(entry: AppEntry): TypedDocumentNode<Posts, { readonly id: string }> {
  return parse(renameForApp(template, entry));
}
