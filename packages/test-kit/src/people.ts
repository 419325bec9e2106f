import { accepted, type GraphClient, present, type UploadedMedia } from '@accounts-center/client';
import {
  type Account,
  type People as ClientPeople,
  createPeople as createClientPeople,
} from '@accounts-center/client/people';
import type { AppEntry } from '@accounts-center/schema';
import { answerOf } from './answers.ts';
import {
  ReadCenterDocument,
  type ReadCenterQuery,
  SetSharingDocument,
  type SetSharingMutation,
  type SharingChoice,
} from './generated/operations.ts';
import { smallPhoto } from './photos.ts';
import { type PostRead, postsDocument } from './posts.ts';

/** What people do in stories, and what tests read back. */
export interface People extends Omit<ClientPeople, 'upload'> {
  /** What the owner sees of the center: its settings, and the accounts in it. */
  readCenter(account: Account): Promise<NonNullable<ReadCenterQuery['viewer']>>;
  setSharing(from: Account, to: Account, choice: SharingChoice): Promise<NonNullable<SetSharingMutation['setSharing']>>;
  /** Uploads a photo: a small one unless told. */
  upload(account: Account, photo?: Buffer): Promise<UploadedMedia>;
  /** The posts of an account that a viewer may see; everybody unless told. */
  postsOf(account: Account, viewer?: Pick<Account, 'graph'>): Promise<readonly PostRead[]>;
}

export const PASSWORD = 'correct horse battery';

/** @param apps the registry's */
export function createPeople(graph: GraphClient, apps: readonly AppEntry[]): People {
  let keys = 0;
  const nextKey = (): string => `test-key-${(keys += 1)}`;
  const people = createClientPeople(graph, { password: PASSWORD, nextKey });
  return {
    ...people,
    async readCenter(account) {
      return present((await answerOf(account.graph.request(ReadCenterDocument, {}))).data?.viewer);
    },
    async setSharing(from, to, choice) {
      const input = { fromAccountId: from.id, toAccountId: to.id, choice, idempotencyKey: nextKey() };
      return accepted((await from.graph.request(SetSharingDocument, { input })).setSharing);
    },
    async upload(account, photo) {
      const bytes = photo ?? (await smallPhoto());
      return people.upload(account, new Blob([new Uint8Array(bytes)]));
    },
    async postsOf({ id, app }, viewer = { graph }) {
      const entry = apps.find((candidate) => candidate.app === app);
      const { user } = await viewer.graph.request(postsDocument(present(entry)), { id });
      return present(user).posts.nodes;
    },
  };
}
