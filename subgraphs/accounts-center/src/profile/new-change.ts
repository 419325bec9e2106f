import type { ProfileField } from '../generated/accounts-center.ts';
import type { ChangeRequest, ChangeWithParts, FieldVersions, Participant, Participation } from './profile-change.ts';
import type { ProfileValue } from './profile-value.store.ts';

/** How long an app keeps a reservation before it asks. */
const DECIDE_WITHIN_MS = 2 * 60_000;

/** A change as it is begun. */
export function newChange(
  id: string,
  request: ChangeRequest,
  participation: Participation,
  { versions, now: createdAt }: { versions: FieldVersions; now: Date },
): ChangeWithParts {
  const { kind, sourceAccountId, viewer, idempotencyKey, fields } = request;
  const expiresAt = new Date(createdAt.getTime() + DECIDE_WITHIN_MS);
  const undecided = {
    state: 'PREPARING',
    values: null,
    problems: null,
    createdAt,
    expiresAt,
    decidedAt: null,
  } as const;
  const parts = [...participation].map(([accountId, partFields], position): Participant => {
    const place = { key: `${id}.${position}`, changeId: id, position, accountId, fields: partFields };
    return { ...place, changed: [], before: null, state: 'WAITING' };
  });
  const asked = { id, kind, sourceAccountId, actorId: viewer.accountId, idempotencyKey, fields };
  return { change: { ...asked, versions, ...undecided }, parts };
}

/**
 * The versions that a change gives: of each field one more than any that the accounts taking part with it have, so that
 * those who are the same agree on it.
 */
export function nextVersions(participation: Participation, known: readonly ProfileValue[]): FieldVersions {
  const latest = (field: ProfileField): number => {
    const taking = known.filter(
      (value) => value.field === field && participation.get(value.accountId)?.includes(field),
    );
    return Math.max(0, ...taking.map(({ version }) => version));
  };
  const fields = [...participation.values()].flat();
  return Object.fromEntries(fields.map((field) => [field, latest(field) + 1]));
}
