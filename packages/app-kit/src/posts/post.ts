import type { Connection } from '@accounts-center/subgraph-kit';

/** Who may see a post: everybody, or the author's followers or friends. */
export type Audience = 'PUBLIC' | 'FOLLOWERS';

/** A kind of what can be published. */
export type PostKind = 'POST';

/** Something an account has published. */
export interface Post {
  readonly id: string;
  readonly authorId: string;
  readonly text: string;
  readonly audience: Audience;
  /** Carried here from a post in another app. */
  readonly isCopy: boolean;
  /** 1 at publication. */
  readonly revision: number;
  readonly createdAt: Date;
}

/** A page of posts. */
export type PostConnection = Connection<Post>;
