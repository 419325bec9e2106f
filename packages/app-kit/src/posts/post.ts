import type { Connection } from '@accounts-center/subgraph-kit';

/** Who may see a post: everybody, or the author's followers or friends. */
export type Audience = 'PUBLIC' | 'FOLLOWERS';

/** Something an account has published. */
export interface Post {
  readonly id: string;
  readonly authorId: string;
  readonly text: string;
  readonly audience: Audience;
  /** Carried here from a post in another app. */
  readonly isCopy: boolean;
  readonly createdAt: Date;
}

/** A page of posts. */
export type PostConnection = Connection<Post>;
