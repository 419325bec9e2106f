import {
  LinkAccountDocument,
  ProveAccountControlDocument,
  type ProveAccountControlInput,
  SignInDocument,
  type SignInInput,
  type SignInMutation,
  StartLinkDocument,
  type StartLinkMutation,
} from '@accounts-center/client/operations';
import { type PreparedRequest, prepare, type Wire } from './wire.ts';

/** An account that is signed in. */
export interface SignedIn {
  readonly id: string;
  readonly accessToken: string;
}

export async function signIn(wire: Wire, input: SignInInput): Promise<SignedIn> {
  const answer = (await wire.send(prepare(SignInDocument, { input }))) as SignInMutation;
  const session = answer.signIn?.session;
  if (!session?.user) throw new Error(`${input.username} could not sign in.`);
  return { id: session.user.id, accessToken: session.accessToken };
}

/** Does all of a link but its last step. @returns that one */
export async function prepareLink(
  wire: Wire,
  { id: accountId, accessToken }: SignedIn,
  other: Omit<ProveAccountControlInput, 'flowId'>,
): Promise<PreparedRequest> {
  const started = (await wire.send(
    prepare(StartLinkDocument, { input: { accountId } }, accessToken),
  )) as StartLinkMutation;
  const flowId = started.startLink?.flow?.id ?? '';
  await wire.send(prepare(ProveAccountControlDocument, { input: { ...other, flowId } }, accessToken));
  return prepare(LinkAccountDocument, { input: { flowId, idempotencyKey: `bench-${flowId}` } }, accessToken);
}
