import { accepted, type GraphClient, present, type UploadedMedia } from '@accounts-center/client';
import {
  type Account,
  type People as ClientPeople,
  createPeople as createClientPeople,
} from '@accounts-center/client/people';
import { answerOf } from './answers.ts';
import {
  ReadCenterDocument,
  type ReadCenterQuery,
  ReadFacebookPostsDocument,
  type ReadFacebookPostsQuery,
  ReadInstagramPostsDocument,
  ReadMessengerPostsDocument,
  ReadWhatsAppPostsDocument,
  SetSharingDocument,
  type SetSharingMutation,
  type SharingChoice,
} from './generated/operations.ts';
import { smallPhoto } from './photos.ts';

type Posts = NonNullable<ReadFacebookPostsQuery['user']>['posts']['nodes'];

/** What people do in stories, and what tests read back. */
export interface People extends Omit<ClientPeople, 'upload'> {
  /** What the owner sees of the center: its settings, and the accounts in it. */
  readCenter(account: Account): Promise<NonNullable<ReadCenterQuery['viewer']>>;
  setSharing(from: Account, to: Account, choice: SharingChoice): Promise<NonNullable<SetSharingMutation['setSharing']>>;
  /** Uploads a photo: a small one unless told. */
  upload(account: Account, photo?: Buffer): Promise<UploadedMedia>;
  /** The posts of an account that a viewer may see; everybody unless told. */
  postsOf(account: Account, viewer?: Pick<Account, 'graph'>): Promise<Posts>;
}

const postDocuments = {
  FACEBOOK: ReadFacebookPostsDocument,
  INSTAGRAM: ReadInstagramPostsDocument,
  MESSENGER: ReadMessengerPostsDocument,
  WHATSAPP: ReadWhatsAppPostsDocument,
};

export const PASSWORD = 'correct horse battery';

export function createPeople(graph: GraphClient): People {
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
      const { user } = await viewer.graph.request(postDocuments[app], { id });
      return present(user).posts.nodes;
    },
  };
}
