import { unauthenticated } from '@accounts-center/subgraph-kit';
import type { FamilyApps } from './apps.ts';
import type { ContactPointsLoaders } from './contact-points/contact-points.loaders.ts';
import type { MembershipLoaders } from './membership/membership.loaders.ts';
import type { ProfileLoaders } from './profile/profile.loaders.ts';
import type { ProfileSyncLoaders } from './profile-sync/profile-sync.loaders.ts';
import type { SharingLoaders } from './sharing/sharing.loaders.ts';

/** The account that is signed in, as the gateway vouches for it. */
export interface Viewer {
  readonly accountId: string;
  readonly sessionId: string;
  /** When the person last proved who they are, as the access token says: `authorize` knows better. */
  readonly authenticatedAt: Date;
  /** By what, in the words of RFC 8176. */
  readonly amr?: readonly string[];
}

/** The loaders of one request, one group per slice that needs any. */
export interface Loaders {
  readonly membership: MembershipLoaders;
  readonly contactPoints: ContactPointsLoaders;
  readonly profile: ProfileLoaders;
  readonly profileSync: ProfileSyncLoaders;
  readonly sharing: SharingLoaders;
}

/** What every resolver gets. */
export interface Context {
  readonly viewer: Viewer | undefined;
  readonly requestId: string;
  /** The client's address as the gateway saw it. */
  readonly clientAddress: string | undefined;
  readonly loaders: Loaders;
  /** Which apps there are. */
  readonly family: FamilyApps;
}

/**
 * The viewer of a request that needs one.
 * @throws UNAUTHENTICATED when nobody is signed in
 */
export function requireViewer(context: Context): Viewer {
  if (context.viewer === undefined) throw unauthenticated();
  return context.viewer;
}
