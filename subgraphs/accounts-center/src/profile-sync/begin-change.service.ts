import type { Writer } from '@accounts-center/db';
import { writeResult } from '../write-result.ts';
import { enqueueCarryOn } from './enqueue-jobs.ts';
import {
  type ChangeDraft,
  type ChangeRequest,
  type Participant,
  type Refused,
  refuseChange,
} from './profile-change.ts';
import type { ChangeTools } from './profile-sync.ts';
import { findTakingPart, followAlready, type TakingPart } from './taking-part.ts';

/** How long an app keeps a reservation before it asks. */
const DECIDE_WITHIN_MS = 2 * 60_000;

export type Begun =
  /** The change is there, and its accounts are held for it. */
  | { readonly ok: true; readonly kind: 'begun'; readonly draft: ChangeDraft }
  /** The request was carried out before, by this change. */
  | { readonly ok: true; readonly kind: 'earlier'; readonly changeId: string }
  /** An account has an open part in another change. */
  | { readonly ok: false; readonly kind: 'held'; readonly by: Participant }
  | (Refused & { readonly kind: 'refused' });

type Begin = (request: ChangeRequest) => Promise<Begun>;

/**
 * Writes a change down before anybody is asked, with a job that ends it should this process not. Each of its accounts is
 * held, so that there is one open change of an account at a time.
 */
export function createBeginChange(tools: ChangeTools): Begin {
  const { db, clock, ids, membership, changes, settings, idempotency } = tools;

  async function findParts(tx: Writer, request: ChangeRequest) {
    const { viewer, kind, leadId, followerIds } = request;
    const centerId = await membership.centerOf(viewer.accountId, tx);
    const members = centerId === undefined ? [] : await membership.accountsOf(centerId, tx);
    const memberIds = members.map(({ id }) => id);
    const notFound = (inputField: string) => refuseChange('ACCOUNT_NOT_FOUND', { inputField });
    if (kind === 'UPDATE' && leadId !== viewer.accountId) return notFound('accountId');
    if (!memberIds.includes(leadId)) return notFound('sourceAccountId');
    if (!followerIds.every((id) => memberIds.includes(id))) return notFound('accountIds');
    const present = await settings.ofAccounts(memberIds, tx);
    const taking = findTakingPart(request, present);
    return 'ok' in taking ? taking : { taking, changesSettings: !followAlready(taking, request, present) };
  }

  function draft(request: ChangeRequest, taking: TakingPart, changesSettings: boolean): ChangeDraft {
    const { kind, leadId, viewer, fields } = request;
    const id = ids.next('pch');
    const createdAt = clock.now();
    const expiresAt = new Date(createdAt.getTime() + DECIDE_WITHIN_MS);
    const undecided = { state: 'PREPARING', values: null, createdAt, expiresAt, decidedAt: null } as const;
    const parts = [...taking].map(([accountId, partFields], position): Participant => {
      const place = { key: `${id}.${position}`, changeId: id, position, accountId, fields: partFields };
      return { ...place, changed: [], before: null, state: 'WAITING' };
    });
    const change = { id, kind, leadId, actorId: viewer.accountId, fields, ...undecided };
    return { change, parts, request, changesSettings };
  }

  async function begin(tx: Writer, request: ChangeRequest): Promise<Begun> {
    const claim = await idempotency.find(request.claim, tx);
    if (claim.kind === 'conflict') return { kind: 'refused', ...refuseKey() };
    if (claim.kind === 'replay') return { ok: true, kind: 'earlier', changeId: claim.resultId };

    const found = await findParts(tx, request);
    if ('ok' in found) return { kind: 'refused', ...found };
    const [by] = await changes.openPartsOf([...found.taking.keys()], tx);
    if (by !== undefined) return { ok: false, kind: 'held', by };

    const begun = draft(request, found.taking, found.changesSettings);
    await changes.add(tx, begun);
    await enqueueCarryOn(tools, tx, begun.change.id, begun.change.expiresAt);
    return { ok: true, kind: 'begun', draft: begun };
  }

  return (request) => writeResult(db, (tx) => begin(tx, request), { name: 'begin profile change' });
}

function refuseKey(): Refused {
  return refuseChange('IDEMPOTENCY_KEY_REUSED', { inputField: 'idempotencyKey' });
}
