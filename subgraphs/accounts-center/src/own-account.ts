import type { Context } from './context.ts';
import type { Member } from './membership/member.ts';

/**
 * The account as a member of the viewer's center; `undefined` when it is in another, or in none (C2). Both accounts are
 * always looked up, in one query, so that the time taken does not tell the two apart.
 */
export async function ownMember(context: Context, accountId: string): Promise<Member | undefined> {
  const { member } = context.loaders.membership;
  const viewerId = context.viewer?.accountId;
  if (viewerId === undefined) return undefined;
  const [own, asked] = await Promise.all([member.load(viewerId), member.load(accountId)]);
  return asked !== undefined && asked.centerId === own?.centerId ? asked : undefined;
}
