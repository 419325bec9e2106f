import { type Reader, type Writer, writeResult } from '@accounts-center/db';
import { isId } from '@accounts-center/subgraph-kit';
import type { Viewer } from '../context.ts';
import type { ContactPointErrorCode } from '../generated/accounts-center.ts';
import { type Result, refuse } from '../user-errors.ts';
import type { ContactCodes } from './contact-codes.service.ts';
import { viewOf } from './contact-point-view.ts';
import { codeMail, nameOfApp, replacedMail } from './contact-points.mails.ts';
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
  const { db, clock, authorize, mails, kick, points, codes } = parts;

  async function putInForce(tx: Writer, point: ContactPointRow): Promise<ContactPointRow> {
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

  return {
    async resendContactPointCode(viewer, { contactPointId }, clientAddress) {
      const result = await writeResult<ContactPointResult>(db, async (tx) => {
        const may = await authorize(tx, viewer);
        if (!may.ok) return may;
        const point = await ownPoint(parts, viewer, contactPointId, tx);
        if (point === undefined) return refuse('CONTACT_POINT_NOT_FOUND', 'contactPointId');
        return isSettled(point) ? refuse('ALREADY_VERIFIED') : sendCode(parts, tx, point, clientAddress);
      });
      kick();
      return result;
    },

    async verifyContactPoint(viewer, { contactPointId, code }) {
      // A plain write: the count of wrong codes must stay.
      const result = await db.write<ContactPointResult>(async (tx) => {
        const may = await authorize(tx, viewer);
        if (!may.ok) return may;
        const point = await ownPoint(parts, viewer, contactPointId, tx);
        if (point === undefined) return refuse('CONTACT_POINT_NOT_FOUND', 'contactPointId');
        if (isSettled(point)) return refuse('ALREADY_VERIFIED');
        const answer = await codes.check(tx, point.id, code.trim());
        if (answer !== 'right') return refuse(answer === 'wrong' ? 'WRONG_CODE' : 'TOO_MANY_ATTEMPTS', 'code');
        return { ok: true, contactPoint: viewOf(await putInForce(tx, point), clock.now()) };
      });
      kick();
      return result;
    },
  };
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
