// What seeds need to write the service's rows as it would have itself.
export type { App } from './apps.ts';
export { identityTables } from './identity/identity.table.ts';
export { DEFAULT_PASSWORD_COST } from './identity/passwords.ts';
export { linkingTables } from './linking/linking.table.ts';
export { membershipTables } from './membership/membership.table.ts';
export { profileTables } from './profile/profile.table.ts';
export { profileSyncTables } from './profile-sync/profile-sync.table.ts';
export { copyKey } from './sharing/copy-key.ts';
export { type SharedDraft, sharingTables } from './sharing/sharing.table.ts';
export { migrations, tables } from './tables.ts';
