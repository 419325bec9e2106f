import { type Writer, writeResult } from '@accounts-center/db';
import { enqueueResume } from './enqueue-jobs.ts';
import { newChange, nextVersions } from './new-change.ts';
import type { ChangeTools } from './profile.ts';
import {
  type ChangeDraft,
  type ChangeRequest,
  type ChangeWithParts,
  keyOf,
  type Participant,
  type Refused,
  refuseChange,
} from './profile-change.ts';

export type Begun =
  /** The change is there, new or left undecided by an equal request, and its accounts are held for it. */
  | { readonly ok: true; readonly kind: 'undecided'; readonly draft: ChangeDraft }
  /** An equal request had it decided. */
  | { readonly ok: true; readonly kind: 'decided'; readonly changeId: string }
  /** An account is held for a change that has to end first. */
  | { readonly ok: false; readonly kind: 'held'; readonly by: Participant }
  | (Refused & { readonly kind: 'refused' });

type Begin = (request: ChangeRequest) => Promise<Begun>;

/**
 * Claims the request's key for a change and writes the change down before anybody is asked, with a job that ends it should
 * this process not; an equal request joins it. Each of its accounts is held, so that there is one open change of an account at
 * a time.
 */
export function createBeginChange(tools: ChangeTools): Begin {
  const { db, family, clock, ids, authorize, changes, values, idempotency } = tools;

  async function undecided(tx: Writer, request: ChangeRequest, begun: ChangeWithParts): Promise<Begun> {
    const participation = new Map(begun.parts.map(({ accountId, fields }) => [accountId, fields]));
    const isOfUse = await request.terms.isOfUse(tx, participation);
    return { ok: true, kind: 'undecided', draft: { ...begun, request, isOfUse } };
  }

  async function join(tx: Writer, request: ChangeRequest, earlier: ChangeWithParts): Promise<Begun> {
    const [by] = earlier.parts;
    const isExpired = clock.now() >= earlier.change.expiresAt;
    return isExpired && by !== undefined ? { ok: false, kind: 'held', by } : undecided(tx, request, earlier);
  }

  async function add(tx: Writer, request: ChangeRequest, id: string): Promise<Begun> {
    const participation = await request.terms.participants(tx);
    if ('ok' in participation) return { kind: 'refused', ...participation };
    const [by] = await changes.openPartsOf([...participation.keys()], tx);
    if (by !== undefined) return { ok: false, kind: 'held', by };
    const known = await values.ofAccounts([...participation.keys()], tx);
    const begun = newChange(id, request, participation, {
      versions: nextVersions(participation, known),
      now: clock.now(),
    });
    await changes.add(tx, begun);
    await enqueueResume(tools, tx, id, begun.change.expiresAt);
    return undecided(tx, request, begun);
  }

  async function begin(tx: Writer, request: ChangeRequest): Promise<Begun> {
    const id = ids.next('pch');
    const { body, idempotencyKey, kind, viewer } = request;
    const key = keyOf({ kind, idempotencyKey, actorId: viewer.accountId });
    const claimed = await idempotency.claim(tx, { ...key, body, resultId: id });
    if (claimed.kind === 'conflict') return { kind: 'refused', ...refuseKey() };
    const earlier = claimed.kind === 'replay' ? await changes.get(claimed.resultId, tx) : undefined;
    if (earlier !== undefined && earlier.change.state !== 'PREPARING')
      return { ok: true, kind: 'decided', changeId: earlier.change.id };
    // A sync changes other accounts, and from now on: the weakest session must not rule them all.
    const may = await authorize(tx, viewer, { recent: kind === 'SYNC' });
    const { app } = family.appOfAccount(viewer.accountId);
    if (!may.ok) return { kind: 'refused', ...refuseChange(may.code, { app }) };
    return earlier === undefined ? add(tx, request, id) : join(tx, request, earlier);
  }

  return (request) => writeResult(db, (tx) => begin(tx, request), { name: 'begin profile change' });
}

function refuseKey(): Refused {
  return refuseChange('IDEMPOTENCY_KEY_REUSED', { inputField: 'idempotencyKey' });
}
