// What seeds need to write an app's rows as the app itself would have.
export type { App, Habits } from './app.ts';
export { commandsTables } from './commands/commands.table.ts';
export { filesOf, type MainFile } from './media/files.ts';
export { measure } from './media/intake/measure.ts';
export { defaultLimits } from './media/limits.ts';
export { mediaTables } from './media/media.table.ts';
export { createPhotoEncoder } from './media/photo/photo-encoder.ts';
export { diskPath } from './media/storage/disk-storage.ts';
export { checkPost, type PostRefusal } from './posts/check-post.ts';
export type { Audience } from './posts/post.ts';
export { postsTables } from './posts/posts.table.ts';
export { draftBody } from './publications/drafts.service.ts';
export { relationsTables } from './relations/relations.table.ts';
export { tablesOf } from './tables.ts';
export { checkUsername, normalizeUsername } from './usernames/check-username.ts';
export { usernamesTables } from './usernames/usernames.table.ts';
export { checkDisplayName } from './users/check-display-name.ts';
export { usersTables } from './users/users.table.ts';
