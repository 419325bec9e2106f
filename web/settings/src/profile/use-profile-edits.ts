import { useState } from 'react';
import { type ProfileChangeFragment, UpdateProfileDocument } from '../../generated/operations.ts';
import { useKeyedAction } from '../graph/use-action.ts';
import type { ChosenPhoto } from '../uploads/upload.ts';
import { useUpload, withUpload } from '../uploads/use-upload.ts';

/** What was changed and not saved yet; what is absent stays. */
export interface Edits {
  readonly username?: string;
  readonly displayName?: string;
  /** `none` takes the photo away. */
  readonly photo?: ChosenPhoto | 'none' | undefined;
}

/** The edits of an account's profile, and saving them. */
export function useProfileEdits(accountId: string) {
  const update = useKeyedAction(UpdateProfileDocument, (data) => data.updateProfile);
  const upload = useUpload();
  const [edits, setEdits] = useState<Edits>({});
  const [results, setResults] = useState<readonly ProfileChangeFragment[]>([]);

  async function save(): Promise<void> {
    setResults([]);
    const { photo, ...texts } = edits;
    const photoId = photo === undefined || photo === 'none' ? null : await upload.run(photo);
    if (photoId === undefined) return;
    const payload = await update.run({ accountId, ...texts, ...(photo !== undefined && { photoId }) });
    if (payload === undefined) return;
    setEdits({});
    setResults(payload.results);
  }

  return {
    edits,
    edit: (change: Edits) => setEdits((earlier) => ({ ...earlier, ...change })),
    save,
    /** What became of the last save. */
    results,
    action: withUpload(upload, update),
  };
}
