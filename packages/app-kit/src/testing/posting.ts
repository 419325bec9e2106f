import type { Audience } from '../posts/post.ts';
import { newKey } from './people.ts';
import type { TestApp } from './test-app.ts';

interface Published {
  readonly post: { readonly id: string } | null;
  readonly userErrors: readonly {
    readonly code: string;
    readonly message: string;
    readonly field: readonly string[] | null;
  }[];
}

export interface PostInput {
  readonly text?: string;
  readonly audience?: Audience;
  readonly mediaIds?: readonly string[];
  readonly idempotencyKey?: string;
  readonly authorId?: string;
}

/** Publishes as somebody who is signed in. */
export async function tryToPost(app: TestApp, viewerId: string | undefined, input: PostInput = {}) {
  return app.graph<{ answer: Published }>(
    `mutation ($input: PublishAppPostInput!) {
      answer: publishAppPost(input: $input) { post { id } userErrors { code message field } }
    }`,
    { input: { authorId: viewerId, text: 'Good morning', audience: 'PUBLIC', idempotencyKey: newKey(), ...input } },
    viewerId,
  );
}

/** Publishes and returns the post's id. */
export async function post(app: TestApp, viewerId: string, input: PostInput = {}): Promise<string> {
  const { data } = await tryToPost(app, viewerId, input);
  if (data.answer.post === null) throw new Error(JSON.stringify(data.answer.userErrors));
  return data.answer.post.id;
}
