import { type Reader, type Writer, writeResult } from '@accounts-center/db';
import { type IdempotencyClaim, isId } from '@accounts-center/subgraph-kit';
import type { Viewer } from '../context.ts';
import type { ContactPointErrorCode } from '../generated/accounts-center.ts';
import { type Result, refuse } from '../user-errors.ts';
import type { ContactCodes } from './contact-codes.service.ts';
import { viewOf } from './contact-point-view.ts';
import { codeMail, nameOfApp, replacedMail } from './contact-points.mails.ts';
import { DEAD_CODE } from './contact-points.messages.ts';
import type { ContactPointRow, ContactPointsStore } from './contact-points.store.ts';
import type { ContactPointProofs, ContactPointsDependencies, ContactPointView } from './contact-points.ts';

export const ID_PREFIX = 'cpt';

export type ContactPointResult = Result<{ contactPoint: ContactPointView }, ContactPointErrorCode>;

/** What the parts of this slice's service are made of. */
export interface ContactPointParts extends ContactPointsDependencies {
  readonly points: ContactPointsStore;
  readonly codes: ContactCodes;
}

export function createContactPointProofs(parts: ContactPointParts): ContactPointProofs {
  const { db, idempotency, kick } = parts;
  return {
    async resendContactPointCode(viewer, input, clientAddress) {
      const { contactPointId } = input;
      if (!isContactPointId(contactPointId)) return refuse('CONTACT_POINT_NOT_FOUND', 'contactPointId');
      const claim = claimOf('resendContactPointCode', viewer, input);
      const result = await writeResult(
        db,
        async (tx) =>
          (await earlierResult(parts, tx, viewer, claim)) ?? resend(parts, tx, viewer, contactPointId, clientAddress),
      );
      kick();
      return result;
    },

    async verifyContactPoint(viewer, { code, ...input }) {
      const { contactPointId } = input;
      if (!isContactPointId(contactPointId)) return refuse('CONTACT_POINT_NOT_FOUND', 'contactPointId');
      const proof = { ...input, code: code.trim() };
      const claim = claimOf('verifyContactPoint', viewer, proof);
      // A plain write: the count of wrong codes must stay, so that a refusal gives the key back by itself.
      const result = await db.write(async (tx) => {
        const earlier = await earlierResult(parts, tx, viewer, claim);
        if (earlier !== undefined) return earlier;
        const verified = await verify(parts, tx, viewer, proof);
        if (!verified.ok) await idempotency.release(tx, claim);
        return verified;
      });
      kick();
      return result;
    },
  };
}

/** The claim of a key for something that is done to a contact point; it is the result, too. */
export function claimOf(
  operation: string,
  { accountId: scope }: Viewer,
  { idempotencyKey: key, ...body }: { readonly idempotencyKey: string; readonly contactPointId: string },
): IdempotencyClaim {
  return { scope, operation, key, body, resultId: body.contactPointId };
}

async function resend(
  parts: ContactPointParts,
  tx: Writer,
  viewer: Viewer,
  contactPointId: string,
  clientAddress: string | undefined,
): Promise<ContactPointResult> {
  const may = await parts.authorize(tx, viewer);
  if (!may.ok) return may;
  const point = await ownPoint(parts, viewer, contactPointId, tx);
  if (point === undefined) return refuse('CONTACT_POINT_NOT_FOUND', 'contactPointId');
  return isSettled(point) ? refuse('ALREADY_VERIFIED') : sendCode(parts, tx, point, clientAddress);
}

async function verify(
  parts: ContactPointParts,
  tx: Writer,
  viewer: Viewer,
  { contactPointId, code }: { readonly contactPointId: string; readonly code: string },
): Promise<ContactPointResult> {
  const may = await parts.authorize(tx, viewer);
  if (!may.ok) return may;
  const point = await ownPoint(parts, viewer, contactPointId, tx);
  if (point === undefined) return refuse('CONTACT_POINT_NOT_FOUND', 'contactPointId');
  if (isSettled(point)) return refuse('ALREADY_VERIFIED');
  const answer = await parts.codes.check(tx, point.id, code);
  if (answer === 'wrong') return refuse('WRONG_CODE', 'code');
  if (answer === 'too-many') return { ...refuse('TOO_MANY_ATTEMPTS', 'code'), message: DEAD_CODE };
  return { ok: true, contactPoint: viewOf(await putInForce(parts, tx, point), parts.clock.now()) };
}

async function putInForce(parts: ContactPointParts, tx: Writer, point: ContactPointRow): Promise<ContactPointRow> {
  const { clock, mails, points } = parts;
  const { address, addressKey, pendingAddress, pendingKey } = point;
  if (pendingAddress !== null) await mails.post(tx, replacedMail(nameOfApp(parts, point.accountId), address));
  const change = {
    address: pendingAddress ?? address,
    addressKey: pendingKey ?? addressKey,
    verifiedAt: clock.now(),
    pendingAddress: null,
    pendingKey: null,
  };
  await points.update(tx, point.id, change);
  return { ...point, ...change };
}

/** Claims an idempotency key; what it leads to when it was used before, undefined when it is new. */
export async function earlierResult(
  parts: ContactPointParts,
  tx: Writer,
  viewer: Viewer,
  claim: IdempotencyClaim,
): Promise<ContactPointResult | undefined> {
  const claimed = await parts.idempotency.claim(tx, claim);
  if (claimed.kind === 'new') return undefined;
  if (claimed.kind === 'conflict') return refuse('IDEMPOTENCY_KEY_REUSED', 'idempotencyKey');
  const point = await ownPoint(parts, viewer, claimed.resultId, tx);
  if (point === undefined) return refuse('CONTACT_POINT_NOT_FOUND');
  return { ok: true, contactPoint: viewOf(point, parts.clock.now()) };
}

/** Whether it could be a contact point's id; not every text can be looked for in a database. */
export function isContactPointId(text: string): boolean {
  return isId(text, ID_PREFIX);
}

/** A contact point of the viewer's own account. */
export async function ownPoint(
  { points }: ContactPointParts,
  viewer: Viewer,
  id: string,
  reader: Reader,
): Promise<ContactPointRow | undefined> {
  const point = isContactPointId(id) ? await points.find(reader, id) : undefined;
  return point?.accountId === viewer.accountId ? point : undefined;
}

/** Sends a code to the address that is to be verified. */
export async function sendCode(
  parts: ContactPointParts,
  tx: Writer,
  point: ContactPointRow,
  clientAddress: string | undefined,
): Promise<ContactPointResult> {
  const { codes, mails, clock } = parts;
  const { id: contactPointId, accountId } = point;
  const addressKey = point.pendingKey ?? point.addressKey;
  const sent = await codes.create(tx, { contactPointId, accountId, addressKey, clientAddress });
  if (sent === undefined) return refuse('TOO_MANY_ATTEMPTS');
  const mail = codeMail(nameOfApp(parts, accountId), point.pendingAddress ?? point.address, sent.code);
  await mails.post(tx, mail, sent.expiresAt);
  return { ok: true, contactPoint: viewOf(point, clock.now()) };
}

/** Whether there is nothing to verify. */
function isSettled(point: ContactPointRow): boolean {
  return point.verifiedAt !== null && point.pendingAddress === null;
}
