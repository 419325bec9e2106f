import {
  identityTables,
  linkingTables,
  membershipTables,
  profileSyncTables,
  profileTables,
  sharingTables,
} from '@accounts-center/accounts-center/seeding';
import type { Loader } from '@accounts-center/db/load';
import { type CarriedPost, pictureOf, type SeededDelivery } from '../family/copies.ts';
import type { Family } from '../family/family.ts';
import type { Link, Person, SeededAccount } from '../family/person.ts';
import type { SeededPost } from '../family/posts.ts';
import type { Picture } from '../photos/picture.ts';
import type { Batches } from './batches.ts';

export interface CenterRowsParts {
  readonly family: Family;
  readonly pool: readonly Picture[];
  readonly loader: Loader;
  readonly batches: Batches;
  /** Of the one password that everybody has. */
  readonly passwordHash: string;
}

/** Writes what accounts-center knows of people. */
export function createCenterRows(parts: CenterRowsParts): (person: Person) => void {
  const { family, batches, loader, passwordHash } = parts;
  const { accountsCenter, account } = loader.tables(membershipTables);
  const { credential } = loader.tables(identityTables);
  const addLink = createLinkRows(parts);
  const addCarried = createCarriedRows(parts);

  function addCenter(centerId: string, { createdAt }: SeededAccount, members: number): void {
    batches.add(accountsCenter, { id: centerId, createdAt, version: members });
  }

  function addAccount(
    { id, app, person, createdAt }: SeededAccount,
    centerId: string,
    joinedAt: Date,
    linkedAt: Date | null,
  ): void {
    batches.add(account, {
      id,
      app: app.app,
      centerId,
      joinedAt,
      linkedAt,
      state: 'ACTIVE',
      stateVersion: 1,
      createdAt,
    });
    const credentialId = family.ids.row('crd', createdAt, 'account', person, app.place);
    const password = { kind: 'PASSWORD', subject: id, secret: passwordHash } as const;
    batches.add(credential, { id: credentialId, accountId: id, ...password, createdAt });
  }

  return (person) => {
    const { accounts, link } = person;
    const followers = new Map(link?.others.map((other) => [other.account, other.linkedAt]));
    const centerOf = (own: SeededAccount): string => ownCenterId(family, own);
    for (const own of accounts.filter((candidate) => !followers.has(candidate))) {
      const isLead = own === link?.lead;
      addCenter(centerOf(own), own, isLead ? 1 + followers.size : 1);
      addAccount(own, centerOf(own), own.createdAt, isLead ? (link.others[0]?.linkedAt ?? null) : null);
    }
    if (link === undefined) return;
    const centerId = centerOf(link.lead);
    for (const [follower, linkedAt] of followers) addAccount(follower, centerId, linkedAt, linkedAt);
    addLink(centerId, link);
    for (const carried of family.carriedBy(person)) addCarried(carried);
  };
}

/** The center that an account got when it was made. */
function ownCenterId({ ids }: Family, { createdAt, person, app }: SeededAccount): string {
  return ids.row('ctr', createdAt, 'account', person, app.place);
}

/** What a link brings with it. */
function createLinkRows({ family, loader, batches }: CenterRowsParts): (centerId: string, link: Link) => void {
  const { linkAudit } = loader.tables(linkingTables);
  const { syncGroup, syncMember } = loader.tables(profileSyncTables);
  const { photoOrigin } = loader.tables(profileTables);
  const { sharingSetting } = loader.tables(sharingTables);

  function addAudit(centerId: string, lead: SeededAccount, account: SeededAccount, at: Date): void {
    const idOf = (prefix: string): string => family.ids.row(prefix, at, 'link', lead.person, account.app.place);
    const detail = { action: 'LINKED', flowId: idOf('lnk'), formerCenterId: ownCenterId(family, account) } as const;
    batches.add(linkAudit, { id: idOf('lau'), centerId, accountId: account.id, actorId: lead.id, at, detail });
  }

  function addSync(centerId: string, { lead, others, syncedFields }: Link): void {
    for (const field of syncedFields) {
      batches.add(syncGroup, { centerId, field, sourceAccountId: lead.id });
      for (const { id: accountId } of [lead, ...others.map(({ account }) => account)])
        batches.add(syncMember, { accountId, field, centerId, isPaused: false });
    }
    if (!syncedFields.includes('PHOTO') || !lead.photo) return;
    for (const { account } of others) {
      const photoId = account.photo?.mediaId;
      if (photoId) batches.add(photoOrigin, { accountId: account.id, photoId, originId: lead.photo.mediaId });
    }
  }

  return (centerId, link) => {
    for (const { account, linkedAt } of link.others) addAudit(centerId, link.lead, account, linkedAt);
    addSync(centerId, link);
    for (const { to, choice, setAt } of link.sharing)
      batches.add(sharingSetting, { kind: 'POST', fromId: link.lead.id, toId: to.id, choice, setAt });
  };
}

/** A post that was made in its app and carried by settings, with its deliveries, all of them settled. */
function createCarriedRows({ pool, loader, batches }: CenterRowsParts): (carried: CarriedPost) => void {
  const { crossPost, delivery } = loader.tables(sharingTables);

  function addDelivery(crossPostId: string, authorId: string, position: number, settled: SeededDelivery): void {
    const { id, target, refusal, copy, settledAt: updatedAt } = settled;
    batches.add(delivery, {
      id,
      crossPostId,
      position,
      kind: 'POST',
      authorId,
      targetId: target.id,
      updatedAt,
      state: copy === undefined ? 'FAILED' : 'DELIVERED',
      reason: refusal?.reason ?? null,
      message: refusal?.message ?? null,
      copyId: copy?.id ?? null,
      attempts: 1,
      round: 0,
      nextAttemptAt: null,
    });
  }

  return ({ id, post, deliveries }) => {
    const { author, createdAt } = post;
    const published = { kind: 'POST', state: 'PUBLISHED', publishers: 0, idempotencyKey: null, refusal: null } as const;
    batches.add(crossPost, {
      id,
      authorId: author.id,
      draft: draftOf(post, pool),
      postId: post.id,
      createdAt,
      ...published,
    });
    for (const [position, settled] of deliveries.entries()) addDelivery(id, author.id, position, settled);
  };
}

function draftOf({ text, audience, photos }: SeededPost, pool: readonly Picture[]) {
  const media = photos.map(({ mediaId, picture, altText }) => {
    const { kind, width, height, durationMs, sizeBytes } = pictureOf(pool, picture);
    return { id: mediaId, kind, width, height, durationMs, sizeBytes, altText };
  });
  return { text, audience, media };
}
