import { useState } from 'react';
import { type Audience, CrossPostDocument, type CrossPostMutation } from '../../generated/operations.ts';
import { useKeyedAction } from '../graph/use-action.ts';
import type { ChosenPhoto } from '../uploads/upload.ts';
import { useUpload, withUpload } from '../uploads/use-upload.ts';

/** A post that is being written. */
export interface Draft {
  readonly text: string;
  readonly audience: Audience;
  readonly photo: ChosenPhoto | undefined;
  /** Whether it goes to an account, where that was said for this post. */
  readonly targets: Readonly<Record<string, boolean>>;
}

export type Published = NonNullable<CrossPostMutation['crossPost']>;

const emptyDraft: Draft = { text: '', audience: 'FOLLOWERS', photo: undefined, targets: {} };

/** Writing a post, and publishing it once. */
export function useComposer(authorId: string) {
  const crossPost = useKeyedAction(CrossPostDocument, (data) => data.crossPost);
  const upload = useUpload();
  const [draft, setDraft] = useState<Draft>(emptyDraft);
  const [published, setPublished] = useState<Published>();

  async function publish(targetAccountIds: string[]): Promise<void> {
    setPublished(undefined);
    const { text, audience, photo } = draft;
    const photoId = photo && (await upload.run(photo));
    if (photo !== undefined && photoId === undefined) return;
    const mediaIds = photoId === undefined ? [] : [photoId];
    const payload = await crossPost.run({ authorId, text, audience, mediaIds, targetAccountIds });
    if (payload === undefined) return;
    setDraft(emptyDraft);
    setPublished(payload);
  }

  return {
    draft,
    write: (change: Partial<Draft>) => setDraft((earlier) => ({ ...earlier, ...change })),
    publish,
    /** What the graph said of the last post. */
    published,
    action: withUpload(upload, crossPost),
  };
}
