import type { AppContract } from '../app-contract/app-contract.ts';
import type { MediaFacts, MediaSource, PostDraft } from '../app-contract/app-facts.ts';
import { appOf, type FamilyApp } from '../apps.ts';
import type { Delivery } from './deliveries.store.ts';
import type { SharedDraft } from './sharing.table.ts';

/** The app of an account of ours. */
export function homeOf(accountId: string): FamilyApp {
  const home = appOf(accountId);
  if (home === undefined) throw new Error(`No app makes accounts with the id ${accountId}.`);
  return home;
}

/** The key under which a target publishes a copy (X8): one for each round, however often the round sends it. */
export function copyKey({ id, round }: Pick<Delivery, 'id' | 'round'>): string {
  return round === 0 ? id : `${id}.${round}`;
}

/** The post itself, for its home app. */
export function homeDraft(authorId: string, { text, audience, media }: SharedDraft): PostDraft {
  return { authorId, text, audience, media: media.map(sourceOf), isCopy: false };
}

/** A copy, for a target to check: without the right to fetch its files. */
export function copyDraft(authorId: string, targetId: string, { text, audience, media }: SharedDraft): PostDraft {
  const { service } = homeOf(authorId);
  return {
    authorId: targetId,
    text,
    audience,
    media: media.map((facts) => ({ ...sourceOf(facts), service })),
    isCopy: true,
  };
}

/** A copy, for a target to publish now: with the right to fetch its files from the home app, good for a short time. */
export async function sendableCopy(
  contract: Pick<AppContract, 'mediaGrant'>,
  { authorId, targetId }: Pick<Delivery, 'authorId' | 'targetId'>,
  draft: SharedDraft,
): Promise<PostDraft> {
  const copy = copyDraft(authorId, targetId, draft);
  const { app } = homeOf(authorId);
  const media = copy.media.map(async (source) => ({ ...source, grant: await contract.mediaGrant(app, source.id) }));
  return { ...copy, media: await Promise.all(media) };
}

function sourceOf({ id, kind, width, height, durationMs, altText }: MediaFacts): MediaSource {
  return { id, kind, width, height, durationMs, altText };
}
