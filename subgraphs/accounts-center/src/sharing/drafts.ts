import type { AppContract } from '../app-contract/app-contract.ts';
import type { Audience, MediaFacts, MediaSource, PostDraft } from '../app-contract/app-facts.ts';
import type { FamilyApps } from '../apps.ts';
import type { SharedKind } from '../generated/accounts-center.ts';
import type { Delivery } from './deliveries.store.ts';
import type { SharedDraft } from './sharing.table.ts';

/** A post of a kind by an account. */
export interface Original {
  readonly kind: SharedKind;
  readonly authorId: string;
  readonly draft: SharedDraft;
}

/** The post itself, for its home app. */
export function homeDraft({ kind, authorId, draft: { text, audience, media } }: Original): PostDraft {
  return { kind, authorId, text, audience, media: media.map(sourceOf), isCopy: false };
}

/**
 * A copy, for a target to check: without the right to fetch its files.
 * @param seenBy who may see the post itself, as its home app says; a copy is for nobody else (X4)
 */
export function copyDraft(
  family: FamilyApps,
  { kind, authorId, draft: { text, audience, media } }: Original,
  targetId: string,
  seenBy: Audience,
): PostDraft {
  const { service } = family.appOfAccount(authorId);
  return {
    kind,
    authorId: targetId,
    text,
    audience: narrower(audience, seenBy),
    media: media.map((facts) => ({ ...sourceOf(facts), service })),
    isCopy: true,
  };
}

/** A copy, for a target to publish now: with the right to fetch its files from the home app, good for a short time. */
export async function sendableCopy(
  { contract, family }: { readonly contract: Pick<AppContract, 'mediaGrant'>; readonly family: FamilyApps },
  { kind, authorId, targetId }: Pick<Delivery, 'kind' | 'authorId' | 'targetId'>,
  { draft, seenBy }: { readonly draft: SharedDraft; readonly seenBy: Audience },
): Promise<PostDraft> {
  const copy = copyDraft(family, { kind, authorId, draft }, targetId, seenBy);
  const { app } = family.appOfAccount(authorId);
  const media = copy.media.map(async (source) => ({ ...source, grant: await contract.mediaGrant(app, source.id) }));
  return { ...copy, media: await Promise.all(media) };
}

function narrower(one: Audience, other: Audience): Audience {
  return one === 'PUBLIC' ? other : one;
}

function sourceOf({ id, kind, width, height, durationMs, altText }: MediaFacts): MediaSource {
  return { id, kind, width, height, durationMs, altText };
}
