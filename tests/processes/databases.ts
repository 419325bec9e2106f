import {
  tables as centerTables,
  linkingTables,
  membershipTables,
  profileTables,
} from '@accounts-center/accounts-center/seeding';
import { postsTables, usernamesTables, usersTables } from '@accounts-center/app-kit/seeding';
import { type Database, openDatabase } from '@accounts-center/db';
import { createTestDatabase } from '@accounts-center/db/testing';
import { accountsCenter, apps, services } from '@accounts-center/schema';
import { outboxTables } from '@accounts-center/subgraph-kit';
import { and, eq, gt, isNotNull, ne } from 'drizzle-orm';

const appTables = [usersTables, usernamesTables, postsTables, outboxTables];

/** What each service keeps on PostgreSQL, as seen from outside of it. */
export interface Databases extends AsyncDisposable {
  urlOf(service: string): string;
  /** Connects to them, once the services have made their tables. */
  open(): Promise<OpenDatabases>;
}

export interface OpenDatabases {
  /** Lets the leases of a service run out that nobody can renew any more, since it was killed. */
  endLeases(service: string): Promise<void>;
  /** Makes due what is still to be done in any service, as if its time had come. @returns the types of it */
  makeDue(): Promise<string[]>;
  /** How many posts of an account have this text. */
  postsWith(authorId: string, text: string): Promise<number>;
  /** What an account is called in its app, and every name that it has there or has reserved. */
  namesOf(accountId: string): Promise<{ username: string | undefined; claims: string[] }>;
  /** The center of an account. */
  centerOf(accountId: string): Promise<string | undefined>;
  /** How often a flow has linked an account. */
  linksBy(flowId: string): Promise<number>;
}

export async function createDatabases(): Promise<Databases> {
  const made = new Map(
    await Promise.all(services.map(async ({ name }) => [name, await createTestDatabase('postgres')] as const)),
  );
  const opened = new Map<string, Database>();
  const urlOf = (service: string): string => made.get(service)?.url ?? '';
  return {
    urlOf,
    async open() {
      for (const { name } of services) {
        const tables = name === accountsCenter ? centerTables : appTables;
        opened.set(name, await openDatabase({ url: urlOf(name), tables, migrations: [], connections: 2 }));
      }
      return read(opened);
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([...opened.values()].map((db) => db.close()));
      await Promise.all([...made.values()].map((database) => database.remove()));
    },
  };
}

function read(databases: ReadonlyMap<string, Database>): OpenDatabases {
  function of(service: string): Database {
    const found = databases.get(service);
    if (found === undefined) throw new Error(`There is no database of ${service}.`);
    return found;
  }
  function ofApp(accountId: string): Database {
    return of(apps.find(({ idPrefix }) => accountId.startsWith(`${idPrefix}u_`))?.service ?? accountId);
  }

  return {
    endLeases: (service) => endLeases(of(service)),
    async makeDue() {
      await endTimeToDecide(of(accountsCenter));
      return (await Promise.all([...databases.values()].map(makeDue))).flat();
    },
    async postsWith(authorId, text) {
      const db = ofApp(authorId);
      const { post } = db.tables(postsTables);
      return db.read.$count(post, and(eq(post.authorId, authorId), eq(post.text, text)));
    },
    async namesOf(accountId) {
      const db = ofApp(accountId);
      const { user } = db.tables(usersTables);
      const { usernameClaim } = db.tables(usernamesTables);
      const [found] = await db.read.select({ username: user.username }).from(user).where(eq(user.id, accountId));
      const { usernameNormal: name, userId } = usernameClaim;
      const claims = await db.read.select({ name }).from(usernameClaim).where(eq(userId, accountId));
      return { username: found?.username, claims: claims.map((claim) => claim.name) };
    },
    async centerOf(accountId) {
      const db = of(accountsCenter);
      const { account } = db.tables(membershipTables);
      const [found] = await db.read.select({ id: account.centerId }).from(account).where(eq(account.id, accountId));
      return found?.id;
    },
    async linksBy(flowId) {
      const db = of(accountsCenter);
      const lines = await db.read.select().from(db.tables(linkingTables).linkAudit);
      return lines.filter(({ detail }) => detail.action === 'LINKED' && detail.flowId === flowId).length;
    },
  };
}

async function endLeases(db: Database): Promise<void> {
  const { outbox } = db.tables(outboxTables);
  await db.write(async (tx) => {
    await tx.update(outbox).set({ leaseUntil: null }).where(isNotNull(outbox.leaseUntil));
  });
}

/** Profile changes that nobody has decided are over by now. */
async function endTimeToDecide(db: Database): Promise<void> {
  const { profileChange } = db.tables(profileTables);
  await db.write(async (tx) => {
    await tx.update(profileChange).set({ expiresAt: new Date() }).where(eq(profileChange.state, 'PREPARING'));
  });
}

async function makeDue(db: Database): Promise<string[]> {
  const { outbox } = db.tables(outboxTables);
  // What nobody uses within a day would be gone before the request that uses it is sent again.
  const isMeant = ne(outbox.type, 'media.sweep');
  const left = await db.read.select({ type: outbox.type }).from(outbox).where(isMeant);
  const now = new Date();
  if (left.length > 0)
    await db.write(async (tx) => {
      await tx
        .update(outbox)
        .set({ availableAt: now })
        .where(and(isMeant, gt(outbox.availableAt, now)));
    });
  return left.map(({ type }) => type);
}
