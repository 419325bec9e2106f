// What resolvers hand on for the graph's entities: the id, from which each field's resolver loads what it needs.

/** An account of any app; its type in the graph follows from its id. */
export interface UserRef {
  readonly id: string;
}

/** A post in any app; its type in the graph follows from its id. */
export interface PostRef {
  readonly id: string;
}

/** A center; only ever handed to the owner of one of its accounts. */
export interface AccountsCenterRef {
  readonly id: string;
}

/** The person behind a request: the account that is signed in, and its center. */
export interface ViewerRef {
  readonly accountId: string;
  readonly centerId: string;
}
