import type { profileSyncTables, sharingTables } from '@accounts-center/accounts-center/seeding';
import { calendar, later } from './calendar.ts';
import type { Chance, ChanceOf } from './chance.ts';
import type { FamilyIds } from './family-ids.ts';
import { type Outline, type People, type Profile, usernameFor } from './people.ts';

export type ProfileField = (typeof profileSyncTables)['sqlite']['syncMember']['$inferSelect']['field'];
export type StandingChoice = (typeof sharingTables)['sqlite']['sharingSetting']['$inferSelect']['choice'];

/** An account with its profile. */
export interface SeededAccount extends Outline {
  readonly username: string;
  readonly displayName: string;
  readonly bio: string;
  readonly isVerified: boolean;
  /** Which picture of the pool the profile shows, and the id of its file. */
  readonly photo: { readonly picture: number; readonly mediaId: string } | undefined;
}

/** What several accounts of one person have in common. */
export interface Link {
  /** The account whose center it is, and the source of what is kept the same. */
  readonly lead: SeededAccount;
  readonly others: readonly { readonly account: SeededAccount; readonly linkedAt: Date }[];
  readonly syncedFields: readonly ProfileField[];
  /** From the lead. */
  readonly sharing: readonly { readonly to: SeededAccount; readonly choice: StandingChoice; readonly setAt: Date }[];
}

export interface Person {
  readonly index: number;
  /** The oldest first. */
  readonly accounts: readonly SeededAccount[];
  readonly link: Link | undefined;
}

const LINKED = 0.6;
const LEFT_OUT = 0.25;
const SYNCED = 0.5;
const SHARED = 0.4;
const ALWAYS = 0.75;
const WITH_PHOTO = 0.3;
const SECONDS_BETWEEN_LINKS = 120;
const fields: readonly ProfileField[] = ['USERNAME', 'DISPLAY_NAME', 'PHOTO'];

/** Says how a person's accounts look and belong together. */
export function createPersons(chanceOf: ChanceOf, ids: FamilyIds, people: People) {
  function accountsOf(
    index: number,
    profile: Profile,
    outlines: readonly Outline[],
    synced: readonly ProfileField[],
  ): SeededAccount[] {
    const chance = chanceOf('looks', index);
    const leads = outlines.map((outline, place) => ({ ...outline, isLead: place === 0 }));
    const picture = chance.below(2 ** 31);
    const leadHasPhoto = chance.happens(WITH_PHOTO);
    return leads.map(({ isLead, ...outline }) => {
      const { name, bio } = profile;
      const follows = (field: ProfileField): boolean => synced.includes(field);
      const isShort = chance.happens(0.2) && !isLead && !follows('DISPLAY_NAME');
      const hasOwnPhoto = chance.happens(WITH_PHOTO);
      const hasPhoto = isLead || follows('PHOTO') ? leadHasPhoto : hasOwnPhoto;
      const mediaId = ids.row(`${outline.app.idPrefix}m`, outline.createdAt, 'profile', index, outline.app.place);
      return {
        ...outline,
        username: follows('USERNAME') ? profile.username : usernameFor(profile, outline.app),
        displayName: isShort ? name.first : `${name.first} ${name.last}`,
        bio,
        isVerified: profile.isVerified,
        photo: hasPhoto ? { picture, mediaId } : undefined,
      };
    });
  }

  function personAt(index: number): Person {
    const chance = chanceOf('link', index);
    const outlines = people
      .appsOf(index)
      .flatMap((app) => people.outline(index, app) ?? [])
      .sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime());
    const profile = people.profile(index);
    const linked = howManyLinked(chance, outlines.length);
    // A verified account would pause what is kept the same (PR6).
    const syncedFields = linked > 0 && !profile.isVerified && chance.happens(SYNCED) ? someOf(chance) : [];
    const accounts = accountsOf(index, profile, outlines, syncedFields);
    const [lead, ...others] = accounts.slice(0, linked);
    return { index, accounts, link: lead && linkOf(chance, lead, others, syncedFields) };
  }

  return { personAt };
}

/** Of some accounts; 0 for none. */
function howManyLinked(chance: Chance, accounts: number): number {
  if (accounts < 2 || !chance.happens(LINKED)) return 0;
  return accounts > 2 && chance.happens(LEFT_OUT) ? accounts - 1 : accounts;
}

function someOf(chance: Chance): ProfileField[] {
  const chosen = fields.filter(() => chance.happens(0.6));
  return chosen.length > 0 ? chosen : ['USERNAME'];
}

function linkOf(
  chance: Chance,
  lead: SeededAccount,
  others: readonly SeededAccount[],
  syncedFields: readonly ProfileField[],
): Link {
  const newest = others.at(-1)?.createdAt ?? lead.createdAt;
  const firstLink = chance.between(newest, calendar.lastLink);
  const linked = others.map((account, place) => ({
    account,
    linkedAt: later(firstLink, place * SECONDS_BETWEEN_LINKS),
  }));
  const isShared = chance.happens(SHARED);
  const sharing = linked.map(({ account, linkedAt }) => {
    const choice: StandingChoice = chance.happens(ALWAYS) ? 'ALWAYS' : 'ASK';
    return { to: account, choice, setAt: chance.between(linkedAt, calendar.lastSetting) };
  });
  return { lead, others: linked, syncedFields, sharing: isShared ? sharing : [] };
}
