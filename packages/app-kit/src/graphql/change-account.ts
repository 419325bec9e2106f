import { actsAs, type Context, forgetLoaded } from '../context.ts';
import type { ChangedUser, User } from '../users/user.ts';
import { type CodedError, type ErrorTexts, userError } from './user-errors.ts';

/** What a mutation of an account answers. */
export interface AccountPayload<Code extends string> {
  readonly user: User | null;
  readonly userErrors: CodedError<Code>[];
}

/**
 * Has the viewer's account do something, and answers with the account that this concerns, or with what is wrong.
 * @throws UNAUTHENTICATED when nobody is signed in
 */
export async function changeAccount<Code extends string>(
  context: Context,
  accountId: string,
  texts: ErrorTexts<Code | 'ACCOUNT_NOT_FOUND'>,
  change: () => Promise<ChangedUser<Code | 'ACCOUNT_NOT_FOUND'>>,
): Promise<AccountPayload<Code | 'ACCOUNT_NOT_FOUND'>> {
  const result = actsAs(context, accountId) ? await change() : notFound;
  forgetLoaded(context);
  return result.ok
    ? { user: result.user, userErrors: [] }
    : { user: null, userErrors: [userError(texts, result.code)] };
}

const notFound = { ok: false, code: 'ACCOUNT_NOT_FOUND' } as const;
