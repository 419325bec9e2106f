import { UploadError } from '@accounts-center/client';
import { use, useRef, useState } from 'react';
import type { ActionState } from '../graph/action.ts';
import { type ChosenPhoto, UploadContext } from './upload.ts';

interface Upload {
  /** Uploads a photo, each once. Its id; `undefined` when that failed. */
  run(photo: ChosenPhoto): Promise<string | undefined>;
  readonly isBusy: boolean;
  readonly failure: string | undefined;
}

/** Uploading, with what goes wrong in words. */
export function useUpload(): Upload {
  const upload = use(UploadContext);
  const last = useRef<{ readonly photo: ChosenPhoto; readonly id: string }>(undefined);
  const [isBusy, setIsBusy] = useState(false);
  const [failure, setFailure] = useState<string>();

  async function run(photo: ChosenPhoto): Promise<string | undefined> {
    setFailure(undefined);
    if (last.current?.photo === photo) return last.current.id;
    setIsBusy(true);
    try {
      const id = await upload(photo);
      last.current = { photo, id };
      return id;
    } catch (error) {
      setFailure(wordsOf(error));
      return undefined;
    } finally {
      setIsBusy(false);
    }
  }

  return { run, isBusy, failure };
}

/** An action that an upload comes before, as one. */
export function withUpload<A extends ActionState>({ isBusy, failure }: Upload, action: A): A {
  return { ...action, isBusy: isBusy || action.isBusy, failure: failure ?? action.failure };
}

function wordsOf(error: unknown): string {
  const isRefusal = error instanceof UploadError && error.code !== 'UNKNOWN';
  return isRefusal ? error.message : 'The photo could not be uploaded. Try again.';
}
