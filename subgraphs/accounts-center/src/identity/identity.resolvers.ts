import type { Resolvers, SignUpError } from '../generated/accounts-center.ts';
import { userErrors } from '../user-errors.ts';
import { refreshSessionMessages, refusalReasons, signInMessages, signUpMessages } from './identity.messages.ts';
import type { IdentityService, SignUpRefusal } from './identity.service.ts';

export function identityResolvers({ identity }: { identity: IdentityService }): Resolvers {
  return {
    Query: {
      viewer: async (_root, _args, { viewer, loaders }) => {
        const member = viewer && (await loaders.membership.member.load(viewer.accountId));
        return member === undefined ? null : { accountId: member.id, centerId: member.centerId };
      },
    },
    Mutation: {
      signUp: async (_root, { input }, { clientAddress }) => {
        const result = await identity.signUp(input, clientAddress);
        return result.ok
          ? { session: result.session, userErrors: [] }
          : { session: null, userErrors: signUpErrors(result) };
      },
      signIn: async (_root, { input }, { clientAddress }) => {
        const result = await identity.signIn({ ...input, clientAddress });
        if (!result.ok) return { session: null, userErrors: userErrors(result, signInMessages) };
        return { session: result.session, userErrors: [] };
      },
      refreshSession: async (_root, { input }) => {
        const result = await identity.refreshSession(input.refreshToken);
        if (!result.ok) return { session: null, userErrors: userErrors(result, refreshSessionMessages) };
        return { session: result.session, userErrors: [] };
      },
      signOut: async (_root, _args, { viewer }) => {
        if (viewer !== undefined) await identity.signOut(viewer);
        return { isSignedOut: true };
      },
    },
    Session: { user: ({ accountId }) => ({ id: accountId }) },
    Viewer: { user: ({ accountId }) => ({ id: accountId }) },
  };
}

function signUpErrors({ reason, further = [], ...refusal }: SignUpRefusal): SignUpError[] {
  const more = reason === undefined ? '' : refusalReasons[reason];
  const errors = userErrors(refusal, signUpMessages);
  return [
    ...errors.map((error) => ({ ...error, message: `${error.message} ${more}`.trim() })),
    ...further.flatMap(signUpErrors),
  ];
}
