import { mergeResolvers } from '@accounts-center/subgraph-kit';
import type { FamilyApps } from './apps.ts';
import { contactPointsResolvers } from './contact-points/contact-points.resolvers.ts';
import { forEveryApp } from './entity-resolvers.ts';
import { identityResolvers } from './identity/identity.resolvers.ts';
import { linkingResolvers } from './linking/linking.resolvers.ts';
import { membershipResolvers } from './membership/membership.resolvers.ts';
import { profileResolvers } from './profile/profile.resolvers.ts';
import { profileSyncResolvers } from './profile-sync/profile-sync.resolvers.ts';
import { scalars } from './scalars.ts';
import { sharingResolvers } from './sharing/sharing.resolvers.ts';
import type { Services } from './slices.ts';

/** The subgraph's resolvers: a table of contents of its slices. */
export function subgraphResolvers(services: Services, family: FamilyApps): object {
  const slices = [
    membershipResolvers(),
    identityResolvers(services),
    contactPointsResolvers(services),
    linkingResolvers(services),
    profileResolvers(services),
    profileSyncResolvers(services),
    sharingResolvers(services),
  ];
  return { ...forEveryApp(mergeResolvers(slices), family), ...scalars };
}
