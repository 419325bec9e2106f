import {
  linkingTables,
  membershipTables,
  profileSyncTables,
  sharingTables,
} from '@accounts-center/accounts-center/seeding';
import {
  commandsTables,
  mediaTables,
  postsTables,
  relationsTables,
  usernamesTables,
  usersTables,
} from '@accounts-center/app-kit/seeding';
import type { TableDefinition, Tables } from '@accounts-center/db';
import { accountsCenter, apps } from '@accounts-center/schema';
import type { World } from '@accounts-center/test-kit';

type Rows<T extends Tables> = { readonly [Name in keyof T]: T[Name]['$inferSelect'][] };

/** All rows of some tables of a service. */
async function rowsOf<T extends Tables>(
  { constellation }: World,
  service: string,
  definition: TableDefinition<T>,
): Promise<Rows<T>> {
  const db = constellation.services[service]?.db;
  if (db === undefined) throw new Error(`There is no service ${service}.`);
  const tables = Object.entries(db.tables(definition));
  const rows = tables.map(async ([name, table]) => [name, await db.read.select().from(table)] as const);
  return Object.fromEntries(await Promise.all(rows)) as Rows<T>;
}

/** What an app has. */
export async function appRows(world: World, service: string) {
  const [users, usernames, relations, posts, media, commands] = await Promise.all([
    rowsOf(world, service, usersTables),
    rowsOf(world, service, usernamesTables),
    rowsOf(world, service, relationsTables),
    rowsOf(world, service, postsTables),
    rowsOf(world, service, mediaTables),
    rowsOf(world, service, commandsTables),
  ]);
  return { ...users, ...usernames, ...relations, ...posts, ...media, ...commands };
}

/** What all apps have, together. */
export async function allAppRows(world: World) {
  const all = await Promise.all(apps.map(({ service }) => appRows(world, service)));
  return {
    user: all.flatMap(({ user }) => user),
    usernameClaim: all.flatMap(({ usernameClaim }) => usernameClaim),
    post: all.flatMap(({ post }) => post),
    postMedia: all.flatMap(({ postMedia }) => postMedia),
    media: all.flatMap(({ media }) => media),
    mediaUse: all.flatMap(({ mediaUse }) => mediaUse),
    command: all.flatMap(({ command }) => command),
  };
}

/** What accounts-center has. */
export async function centerRows(world: World) {
  const [membership, linking, sync, sharing] = await Promise.all([
    rowsOf(world, accountsCenter, membershipTables),
    rowsOf(world, accountsCenter, linkingTables),
    rowsOf(world, accountsCenter, profileSyncTables),
    rowsOf(world, accountsCenter, sharingTables),
  ]);
  return { ...membership, ...linking, ...sync, ...sharing };
}
