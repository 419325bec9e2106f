import type { Context } from '../context.ts';
import type { ProfileChangeState, ProfileError, ProfileField } from '../generated/accounts-center.ts';
import { messageOf } from './profile.messages.ts';
import type { Changed } from './profile.ts';
import type { Participant, ParticipantState, ProfileProblem, Refused } from './profile-change.ts';

/** How a part of a decided change reads; the other states are those of changes with no results to show. */
const states: Partial<Record<ParticipantState, ProfileChangeState>> = {
  APPLIED: 'APPLIED',
  PENDING: 'PENDING',
  PAUSED: 'PAUSED',
};

/**
 * What a change of profiles came to, as the graph answers it.
 * @param fields the input field for each profile field, where there is one
 */
export function changePayload(result: Changed | Refused, context: Context, fields?: Record<ProfileField, string>) {
  const { loaders } = context;
  loaders.profile.clear();
  loaders.profileSync.clear();
  return result.ok
    ? { results: result.parts.map(toResult), userErrors: [] }
    : { results: [], userErrors: profileErrors(result, context, fields) };
}

function toResult({ key, accountId, state, fields }: Participant) {
  const shown = states[state];
  if (shown === undefined) throw new Error(`the part ${key} of a profile change is ${state}, so not decided for`);
  return { user: { id: accountId }, state: shown, fields: [...fields] };
}

/** Problems in the words of the graph. */
export function profileErrors(
  { problems }: Refused,
  { family }: Pick<Context, 'family'>,
  fields?: Record<ProfileField, string>,
): ProfileError[] {
  return problems.map((problem) => {
    const { code, app = null, until = null, alternatives = [] } = problem;
    return {
      code,
      message: messageOf(problem, family),
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
