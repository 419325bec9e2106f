import { type Connection, type PageArguments, pageArguments, toConnection } from '@accounts-center/subgraph-kit';
import { type Context, requireAccount } from '../context.ts';
import type { AppRelationErrorCode } from '../generated/app.ts';
import { type AccountPayload, changeAccount } from '../graphql/change-account.ts';
import type { ErrorTexts } from '../graphql/user-errors.ts';
import { newestFirst, type Position } from '../paging/newest-first.ts';
import type { User } from '../users/user.ts';
import { maySeeConnections } from '../visibility/visibility.ts';
import { noRelation, type Related, type Relation } from './relation.ts';
import type { RelationChange, RelationInput } from './relation-change.ts';

const texts: ErrorTexts<AppRelationErrorCode> = {
  ACCOUNT_NOT_FOUND: ['There is no such account, or you are not signed in to the one that acts.'],
  SELF: ['These are one and the same account.', 'userId'],
  NO_REQUEST: ['This account has not asked.', 'userId'],
};

const position = newestFirst('users');

interface ListArguments {
  readonly first: number;
  readonly after?: string | null | undefined;
}

/** The accounts that one is connected with; null when the viewer may not see them. */
export async function connectionsOf(
  list: 'followers' | 'following',
  owner: User,
  args: ListArguments,
  context: Context,
): Promise<Connection<User> | null> {
  const { loaders } = context;
  const page = pageArguments(args, position);
  if (!maySeeConnections(owner, await loaders.closeness(owner.id))) return null;
  return userConnection(await loaders[list].load({ owner, page }), page, context);
}

/** The accounts that asked the viewer's. */
export async function requestsOf(args: ListArguments, context: Context): Promise<Connection<User>> {
  const accountId = requireAccount(context);
  const page = pageArguments(args, position);
  const pages = await context.services.relations.pages('requests', [accountId], page);
  return userConnection(pages.get(accountId) ?? [], page, context);
}

/** How the viewer stands to an account; null when it is the viewer's own, or nobody is signed in to this app. */
export async function relationOf({ id }: User, { viewerId, loaders }: Context): Promise<Relation | null> {
  if (viewerId === undefined || viewerId === id) return null;
  return (await loaders.relations.load(id)) ?? noRelation;
}

/** Has the acting account do something towards another one. */
export function changeRelation(
  input: RelationInput,
  context: Context,
  change: (input: RelationInput) => Promise<RelationChange>,
): Promise<AccountPayload<AppRelationErrorCode>> {
  return changeAccount(context, input.accountId, texts, () => change(input));
}

async function userConnection(
  related: readonly Related[],
  page: PageArguments<Position>,
  { loaders }: Context,
): Promise<Connection<User>> {
  const loaded = await Promise.all(
    related.map(async ({ userId, since }) => ({ user: await loaders.users.load(userId), since })),
  );
  const known = loaded.flatMap(({ user, since }) => (user === undefined ? [] : [{ user, since }]));
  const connection = toConnection(known, page, ({ user, since }) => position.encode([since.getTime(), user.id]));
  const edges = connection.edges.map(({ cursor, node }) => ({ cursor, node: node.user }));
  return { nodes: edges.map(({ node }) => node), edges, pageInfo: connection.pageInfo };
}
