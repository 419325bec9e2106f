import type { EventHandler, JobHandler } from '@accounts-center/subgraph-kit';
import { createContactPointsLoaders } from './contact-points/contact-points.loaders.ts';
import { createContactPointsService } from './contact-points/contact-points.service.ts';
import type { ContactPointsService } from './contact-points/contact-points.ts';
import type { Loaders } from './context.ts';
import type { EndedSessions } from './identity/ended-sessions.service.ts';
import type { GuessLimits } from './identity/guesses.service.ts';
import { createIdentity, type IdentityService } from './identity/identity.service.ts';
import type { PasswordCost } from './identity/passwords.ts';
import type { SigningKeys } from './identity/signing-keys.ts';
import { createLinkingService, type LinkingService } from './linking/linking.service.ts';
import { createMails } from './mail/mail.service.ts';
import type { Mailer } from './mail/mailer.ts';
import { createCenterNews } from './membership/center-news.service.ts';
import { createMembershipLoaders } from './membership/membership.loaders.ts';
import { createMembershipService, type MembershipService } from './membership/membership.service.ts';
import { createProfileLoaders } from './profile/profile.loaders.ts';
import { createProfile } from './profile/profile.service.ts';
import type { ProfileService } from './profile/profile.ts';
import { createProfileSyncLoaders } from './profile-sync/profile-sync.loaders.ts';
import { createProfileSync, type ProfileSyncService } from './profile-sync/profile-sync.service.ts';
import { createSyncTerms } from './profile-sync/sync-terms.service.ts';
import type { SecretBox } from './secret-box.ts';
import { createSharingLoaders } from './sharing/sharing.loaders.ts';
import { createSharing, type SharingPace, type SharingService } from './sharing/sharing.service.ts';
import type { SliceDependencies } from './slice.ts';

/** The services that resolvers call, one a slice. */
export interface Services {
  readonly membership: MembershipService;
  readonly identity: IdentityService;
  readonly contactPoints: ContactPointsService;
  readonly linking: LinkingService;
  readonly profile: ProfileService;
  readonly profileSync: ProfileSyncService;
  readonly sharing: SharingService;
}

/** Everything that the slices contribute to the process. */
export interface Slices {
  readonly services: Services;
  readonly keys: SigningKeys;
  readonly endedSessions: EndedSessions;
  /** Handlers of this service's own jobs, by type. */
  readonly jobs: Readonly<Record<string, JobHandler>>;
  /** Handlers of the apps' events, by type. */
  readonly events: Readonly<Record<string, EventHandler>>;
  /** Makes the loaders of one request. */
  createLoaders(): Loaders;
  /** Deletes what has expired; called now and then. */
  sweep(): Promise<void>;
}

export interface SlicesDependencies extends SliceDependencies {
  readonly mailer: Mailer;
  readonly secretBox: SecretBox;
  readonly passwordCost?: PasswordCost;
  readonly guessLimits?: Partial<GuessLimits>;
  readonly sharingPace?: Partial<SharingPace>;
}

/** Builds the slices, each on those before it. */
export function createSlices(deps: SlicesDependencies): Slices {
  const membership = createMembershipService(deps);
  const mails = createMails(deps);
  const identity = createIdentity({ ...deps, membership });
  const { authorize } = identity;
  const contactPoints = createContactPointsService({ ...deps, authorize, mails });
  const profile = createProfile({ ...deps, ...createSyncTerms({ ...deps, membership }), authorize });
  const profileSync = createProfileSync({ ...deps, membership, authorize, changes: profile.changes });
  const sharing = createSharing({
    ...deps,
    membership,
    authorize,
    ...(deps.sharingPace && { pace: deps.sharingPace }),
  });
  const services = {
    membership,
    identity: identity.service,
    contactPoints,
    profile: profile.service,
    profileSync,
    sharing: sharing.service,
  };
  const linking = createLinkingService({ ...deps, ...services, authorize });

  return {
    services: { ...services, linking },
    keys: identity.keys,
    endedSessions: identity.endedSessions,
    jobs: {
      ...mails.jobs,
      ...identity.jobs,
      ...profile.jobs,
      ...sharing.jobs,
      ...createCenterNews({ ...deps, membership }).jobs,
    },
    events: { ...identity.events, ...profile.events, ...sharing.events },
    createLoaders() {
      const profileLoaders = createProfileLoaders(deps);
      return {
        membership: createMembershipLoaders(deps),
        contactPoints: createContactPointsLoaders(deps),
        profile: profileLoaders,
        profileSync: createProfileSyncLoaders({ ...deps, profile: profileLoaders }),
        sharing: createSharingLoaders(deps),
      };
    },
    async sweep() {
      await identity.sweep();
      await contactPoints.sweep();
      await profile.sweep();
      await linking.sweep();
      await sharing.sweep();
    },
  };
}
