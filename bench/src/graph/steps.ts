import { LinkAccountDocument } from '@accounts-center/client/operations';
import type { Account, People, SignIn } from '@accounts-center/client/people';
import { type PreparedRequest, prepare } from './wire.ts';

/** Does all of a link but its last step. @returns that one */
export async function prepareLink(people: People, account: Account, other: SignIn): Promise<PreparedRequest> {
  const flowId = await people.startLink(account);
  await people.prove(account, flowId, other);
  return prepare(LinkAccountDocument, { input: { flowId, idempotencyKey: `bench-${flowId}` } }, account.accessToken);
}
