import { useState } from 'react';
import {
  type ProfileChangeFragment,
  type ProfileField,
  StopProfileSyncDocument,
  SyncProfileDocument,
  UpdateProfileDocument,
} from '../../generated/operations.ts';
import { useKeyedAction } from '../graph/use-action.ts';

/** Whom an account shall follow in the field. */
interface Wish {
  readonly sourceAccountId: string;
  readonly accountId: string;
}

/** What can be done with the sync of one field. */
export function useSyncField(field: ProfileField) {
  const sync = useKeyedAction(SyncProfileDocument, (data) => data.syncProfile);
  const stop = useKeyedAction(StopProfileSyncDocument, (data) => data.stopProfileSync);
  const update = useKeyedAction(UpdateProfileDocument, (data) => data.updateProfile);
  const [wish, setWish] = useState<Wish>();
  const [results, setResults] = useState<readonly ProfileChangeFragment[]>([]);
  const [last, setLast] = useState<'sync' | 'stop' | 'update'>('sync');
  const { problems, failure } = { sync, stop, update }[last];

  async function keepSame(next: Wish): Promise<void> {
    setWish(next);
    setLast('sync');
    setResults([]);
    const { sourceAccountId, accountId } = next;
    const payload = await sync.run({ sourceAccountId, accountIds: [accountId], fields: [field] });
    if (payload) setResults(payload.results);
  }

  async function keepApart(accountId: string): Promise<void> {
    setLast('stop');
    setResults([]);
    await stop.run({ accountId, fields: [field] });
  }

  /** Gives the source a username that every app takes, and tries again what was refused for the old one. */
  async function takeUsername(username: string): Promise<void> {
    if (wish === undefined) return;
    setLast('update');
    const payload = await update.run({ accountId: wish.sourceAccountId, username });
    if (payload) await keepSame(wish);
  }

  const isBusy = sync.isBusy || stop.isBusy || update.isBusy;
  return {
    keepSame,
    keepApart,
    takeUsername,
    refusedSource: wish?.sourceAccountId,
    results,
    problems,
    failure,
    isBusy,
  };
}
