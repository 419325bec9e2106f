import { readFile } from 'node:fs/promises';
import { accepted, type GraphClient, present } from '@accounts-center/client';
import {
  CrossPostDocument,
  LinkAccountDocument,
  ProveAccountControlDocument,
  ReadEverythingDocument,
  type ReadEverythingQuery,
  SignUpDocument,
  StartLinkDocument,
  SyncProfileDocument,
  UnlinkAccountDocument,
  UpdateProfileDocument,
} from '@accounts-center/client/operations';

/** Who does the job, and how each step is told. */
export interface MainJobOptions {
  /** A client that is signed in to nothing. */
  readonly client: GraphClient;
  /** Appended to usernames and keys, so that the job can be run again on the same system: letters and digits. */
  readonly run: string;
  readonly password: string;
  /** Called after each step with what was done. */
  readonly tell: (step: string) => void;
}

/** What the graph said in the end: before the accounts were parted again, and what parting them stopped. */
export interface MainJobOutcome {
  readonly accounts: readonly NonNullable<NonNullable<ReadEverythingQuery['viewer']>['accounts'][number]>[];
  readonly stoppedSyncFields: readonly string[];
}

/**
 * The whole job of an Accounts Center, as one person would do it in a browser: two accounts, linked, one name and photo, one
 * post in both apps, and parted again.
 *
 * @throws when a step is refused; the message says which and why
 */
export async function runMainJob({ client, run, password, tell }: MainJobOptions): Promise<MainJobOutcome> {
  const usernames = { FACEBOOK: `ada.${run}`, INSTAGRAM: `ada_on_insta_${run}` } as const;
  const key = (step: string): string => `main-job-${step}-${run}`;
  const signUp = async (app: keyof typeof usernames) => {
    const input = {
      app,
      username: usernames[app],
      displayName: 'Ada Park',
      password,
      idempotencyKey: key(`sign-up-${app}`),
    };
    const { session } = accepted((await client.request(SignUpDocument, { input })).signUp);
    const { user, accessToken } = present(session);
    return { ...present(user), accessToken };
  };
  const facebook = await signUp('FACEBOOK');
  const instagram = await signUp('INSTAGRAM');
  tell(`signed up as ${facebook.username} in Facebook and ${instagram.username} in Instagram`);

  const ada = client.withAccessToken(facebook.accessToken);
  const portrait = await ada.uploadMedia('facebook', await photo('portrait.jpg'));
  const mountains = await ada.uploadMedia('facebook', await photo('mountains.jpg'), 'Mountains at dusk');
  tell(`uploaded two photos; the one taken lying down now stands: ${mountains.width} × ${mountains.height}`);

  const started = accepted((await ada.request(StartLinkDocument, { input: { accountId: facebook.id } })).startLink);
  const flowId = present(started.flow).id;
  const proof = { flowId, app: 'INSTAGRAM', username: usernames.INSTAGRAM, password } as const;
  accepted((await ada.request(ProveAccountControlDocument, { input: proof })).proveAccountControl);
  const link = { flowId, idempotencyKey: key('link') };
  accepted((await ada.request(LinkAccountDocument, { input: link })).linkAccount);
  tell('linked the two, with proof on both sides');

  const update = { accountId: facebook.id, photoId: portrait.id, idempotencyKey: key('photo') };
  accepted((await ada.request(UpdateProfileDocument, { input: update })).updateProfile);
  const sync = {
    sourceAccountId: facebook.id,
    accountIds: [instagram.id],
    fields: ['USERNAME' as const, 'PHOTO' as const],
    idempotencyKey: key('sync'),
  };
  const { results } = accepted((await ada.request(SyncProfileDocument, { input: sync })).syncProfile);
  tell(
    `kept the same: ${results.map(({ user, state }) => `${present(user).username} in ${present(user).app} (${state})`).join(', ')}`,
  );

  const post = {
    authorId: facebook.id,
    text: 'Mountains at dusk.',
    audience: 'PUBLIC' as const,
    mediaIds: [mountains.id],
    targetAccountIds: [instagram.id],
    idempotencyKey: key('post'),
  };
  const { sharing } = accepted((await ada.request(CrossPostDocument, { input: post })).crossPost);
  tell(`published once: ${present(sharing).state}`);

  const { viewer } = await ada.request(ReadEverythingDocument, {});
  const accounts = present(viewer).accounts.map(present);
  tell(`read back in one query: ${accounts.length} accounts`);

  const unlink = { accountId: instagram.id, idempotencyKey: key('unlink') };
  const { receipt } = accepted((await ada.request(UnlinkAccountDocument, { input: unlink })).unlinkAccount);
  tell('unlinked; content stays, sync and sharing have stopped');
  return { accounts, stoppedSyncFields: present(receipt).stoppedSyncFields };
}

async function photo(name: string): Promise<Blob> {
  return new Blob([await readFile(new URL(`../photos/${name}`, import.meta.url))], { type: 'image/jpeg' });
}
