import { badInput, storable } from '@accounts-center/subgraph-kit';
import type {
  ProfileChangeInput as ChangeInput,
  MediaSource as MediaSourceInput,
  PostDraft,
} from '../generated/contract-server.ts';
import type { MediaSource } from '../media-source/media-source.ts';
import { fieldsOf, type ProfileChangeInput } from '../profile-changes/profile-change.ts';
import type { SourcedDraft } from '../publications/drafts.service.ts';
import type { ProfileField } from '../users/profile-refusal.ts';

/** A draft as the services take it: what was left out is null. */
export function toDraft({ media, ...draft }: PostDraft): SourcedDraft {
  return { ...draft, media: media.map(toSource) };
}

/**
 * A profile change as the services take it.
 * @throws badInput when it sets and removes the photo at once, or a value has no version
 */
export function toProfileChange(input: ChangeInput): ProfileChangeInput {
  const { accountId, username = null, displayName = null, photo, removePhoto = false, versions, expiresAt } = input;
  if (photo && removePhoto) throw badInput('The arguments "photo" and "removePhoto" exclude each other.');
  const values = { username, displayName, photo: photo ? toSource(photo) : null, removePhoto };
  const isVersioned = (field: ProfileField): boolean => versions.some((one) => one.field === field);
  if (!fieldsOf(values).every(isVersioned)) throw badInput('The argument "versions" must name every new value.');
  return { accountId, ...values, versions, expiresAt };
}

function toSource(source: MediaSourceInput): MediaSource {
  const { id, kind, width, height, service = null, grant = null, durationMs = null, altText = null } = source;
  return { id, kind, width, height, service, grant, durationMs, altText: altText && storable(altText) };
}
