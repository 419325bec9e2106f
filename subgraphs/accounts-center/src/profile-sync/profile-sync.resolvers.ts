import { type Context, requireViewer } from '../context.ts';
import type { ProfileChangeState, ProfileError, ProfileField, Resolvers } from '../generated/accounts-center.ts';
import { ownMember } from '../own-account.ts';
import type { Participant, ParticipantState, ProfileProblem, Refused } from './profile-change.ts';
import { messageOf } from './profile-sync.messages.ts';
import type { Changed, ProfileSyncService } from './profile-sync.service.ts';

export function profileSyncResolvers({ profileSync }: { profileSync: ProfileSyncService }): Resolvers {
  return {
    User: {
      // Always loaded, so that the time taken does not tell whose account it is (C2).
      profileSync: async ({ id }, _args, context) => {
        const [member, status] = await Promise.all([
          ownMember(context, id),
          context.loaders.profileSync.status.load(id),
        ]);
        return member === undefined || status === undefined ? null : [...status];
      },
    },
    AccountsCenter: {
      profileSources: async ({ id }) => {
        const sources = await profileSync.sourcesOf(id);
        return sources.map(({ field, sourceAccountId, version }) => ({
          field,
          source: { id: sourceAccountId },
          version,
        }));
      },
    },
    Mutation: {
      updateProfile: async (_root, { input }, context) => {
        const { accountId, idempotencyKey, username, displayName, photoId } = input;
        const wish = {
          ...(username != null && { username }),
          ...(displayName != null && { displayName }),
          ...(photoId !== undefined && { photoId }),
        };
        const result = await profileSync.updateProfile(requireViewer(context), { accountId, idempotencyKey, ...wish });
        return toPayload(result, context, wishFields);
      },
      syncProfile: async (_root, { input }, context) => {
        const result = await profileSync.syncProfile(requireViewer(context), input);
        return toPayload(result, context);
      },
      stopProfileSync: async (_root, { input }, context) => {
        const result = await profileSync.stopProfileSync(requireViewer(context), input);
        context.loaders.profileSync.clear();
        return result.ok
          ? { user: { id: input.accountId }, userErrors: [] }
          : { user: null, userErrors: errorsOf(result) };
      },
    },
  };
}

const wishFields: Record<ProfileField, string> = {
  USERNAME: 'username',
  DISPLAY_NAME: 'displayName',
  PHOTO: 'photoId',
};

/** How a part of a decided change reads; the other states are those of changes with no results to show. */
const states: Partial<Record<ParticipantState, ProfileChangeState>> = {
  APPLIED: 'APPLIED',
  PENDING: 'PENDING',
  PAUSED: 'PAUSED',
};

/** @param fields the input field for each profile field, where there is one */
function toPayload(result: Changed | Refused, context: Context, fields?: Record<ProfileField, string>) {
  context.loaders.profileSync.clear();
  return result.ok
    ? { results: result.parts.map(toResult), userErrors: [] }
    : { results: [], userErrors: errorsOf(result, fields) };
}

function toResult({ key, accountId, state, fields }: Participant) {
  const shown = states[state];
  if (shown === undefined) throw new Error(`the part ${key} of a profile change is ${state}, so not decided for`);
  return { user: { id: accountId }, state: shown, fields: [...fields] };
}

function errorsOf({ problems }: Refused, fields?: Record<ProfileField, string>): ProfileError[] {
  return problems.map((problem) => {
    const { code, app = null, until = null, alternatives = [] } = problem;
    return {
      code,
      message: messageOf(problem),
      field: pathOf(problem, fields),
      app,
      until,
      alternatives: [...alternatives],
    };
  });
}

function pathOf({ inputField, about }: ProfileProblem, fields?: Record<ProfileField, string>): string[] | null {
  const field = inputField ?? (about && fields?.[about]);
  return field === undefined ? null : ['input', field];
}
