import { randomUUID } from 'node:crypto';
import { createGraphClient, type GraphClient } from '@accounts-center/client';
import {
  CrossPostDocument,
  LinkAccountDocument,
  ProveAccountControlDocument,
  SignUpDocument,
  StartLinkDocument,
  UpdateProfileDocument,
} from '@accounts-center/client/operations';
import { demoPortrait, demoScene } from './demo-photos.ts';

type App = 'FACEBOOK' | 'INSTAGRAM' | 'MESSENGER' | 'WHATSAPP';

/** An account that anybody may sign in to. Made in development only. */
export interface DemoSignIn {
  readonly app: App;
  readonly username: string;
  readonly password: string;
}

interface DemoPerson {
  readonly displayName: string;
  /** The first one is signed in and gets the others linked to it. */
  readonly accounts: readonly [DemoSignIn, ...DemoSignIn[]];
  readonly areLinked: boolean;
  readonly says: string;
}

const PASSWORD = 'demo-password-1';
const account = (app: App, username: string): DemoSignIn => ({ app, username, password: PASSWORD });

const people: readonly DemoPerson[] = [
  {
    displayName: 'Ada Park',
    accounts: [account('FACEBOOK', 'ada.park'), account('INSTAGRAM', 'ada.park'), account('WHATSAPP', 'ada.park')],
    areLinked: true,
    says: 'Up before the sun, and worth it.',
  },
  {
    displayName: 'Ben Okoro',
    accounts: [
      account('FACEBOOK', 'ben.okoro'),
      account('INSTAGRAM', 'ben_on_film'),
      account('MESSENGER', 'ben.okoro'),
    ],
    areLinked: false,
    says: 'First roll of film in years.',
  },
  {
    displayName: 'Chiara Moretti',
    accounts: [account('INSTAGRAM', 'chiara.moretti'), account('FACEBOOK', 'chiara.moretti')],
    areLinked: false,
    says: 'The harbour, from the slow boat.',
  },
];

/** Makes the demo people through the graph, as front ends would. Where they are there already, it does nothing. */
export async function addDemoPeople(url: string): Promise<readonly DemoSignIn[]> {
  const graph = createGraphClient(url);
  for (const person of people) await addPerson(graph, person);
  return people.flatMap(({ accounts }) => accounts);
}

async function addPerson(graph: GraphClient, { displayName, accounts, areLinked, says }: DemoPerson): Promise<void> {
  const [first, ...others] = accounts;
  const session = await signUp(graph, first, displayName);
  if (!session?.user) return;
  for (const other of others) await signUp(graph, other, displayName);
  const signedIn = graph.withAccessToken(session.accessToken);
  const service = first.app.toLowerCase();
  const key = (what: string): string => `demo-${what}-${first.username}`;
  const { id: accountId } = session.user;

  const portrait = await signedIn.uploadMedia(service, await demoPortrait(displayName), `Portrait of ${displayName}`);
  await signedIn.request(UpdateProfileDocument, {
    input: { accountId, photoId: portrait.id, idempotencyKey: key('photo') },
  });
  if (areLinked) for (const other of others) await link(signedIn, accountId, other);
  const scene = await signedIn.uploadMedia(service, await demoScene(displayName));
  const post = {
    authorId: accountId,
    text: says,
    audience: 'PUBLIC' as const,
    mediaIds: [scene.id],
    idempotencyKey: key('post'),
  };
  await signedIn.request(CrossPostDocument, { input: post });
}

/** Undefined when the username is taken: the demo people have been made before. */
async function signUp(graph: GraphClient, { app, username, password }: DemoSignIn, displayName: string) {
  const input = {
    app,
    username,
    displayName,
    password,
    idempotencyKey: `demo-sign-up-${app}-${username}-${randomUUID()}`,
  };
  const { signUp: payload } = await graph.request(SignUpDocument, { input });
  return payload?.session ?? undefined;
}

async function link(graph: GraphClient, accountId: string, { app, username, password }: DemoSignIn): Promise<void> {
  const { startLink } = await graph.request(StartLinkDocument, { input: { accountId } });
  const flowId = startLink?.flow?.id;
  if (flowId === undefined) return;
  await graph.request(ProveAccountControlDocument, { input: { flowId, app, username, password } });
  await graph.request(LinkAccountDocument, { input: { flowId, idempotencyKey: `demo-link-${flowId}` } });
}
