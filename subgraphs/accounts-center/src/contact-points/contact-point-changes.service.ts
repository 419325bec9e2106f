import { type Writer, writeResult } from '@accounts-center/db';
import type { Viewer } from '../context.ts';
import type { ContactPointErrorCode } from '../generated/accounts-center.ts';
import { type Refusal, type Result, refuse } from '../user-errors.ts';
import {
  type ContactPointParts,
  type ContactPointResult,
  claimOf,
  earlierResult,
  ID_PREFIX,
  isContactPointId,
  ownPoint,
  sendCode,
} from './contact-point-proofs.service.ts';
import { nameOfApp, removedMail } from './contact-points.mails.ts';
import type { ContactPointRow } from './contact-points.store.ts';
import type { ContactPointChanges } from './contact-points.ts';
import { type MailAddress, parseMailAddress } from './mail-address.ts';

const MAX_CONTACT_POINTS = 5;

type AddInput = Parameters<ContactPointChanges['addContactPoint']>[1];
type ChangeInput = Parameters<ContactPointChanges['changeContactPoint']>[1];
type RemoveInput = Parameters<ContactPointChanges['removeContactPoint']>[1];
/** Who asks, and from where. */
interface Caller {
  readonly viewer: Viewer;
  readonly clientAddress: string | undefined;
}

type RemovalResult = Result<{ removedContactPointId: string }, ContactPointErrorCode>;

export function createContactPointChanges(parts: ContactPointParts): ContactPointChanges {
  async function committed<R extends { readonly ok: boolean }>(transaction: (tx: Writer) => Promise<R>): Promise<R> {
    const result = await writeResult(parts.db, transaction);
    parts.kick();
    return result;
  }
  return {
    addContactPoint: (viewer, input, clientAddress) =>
      committed((tx) => add(parts, tx, { viewer, clientAddress }, input)),
    changeContactPoint: (viewer, input, clientAddress) =>
      committed((tx) => change(parts, tx, { viewer, clientAddress }, input)),
    removeContactPoint: (viewer, input) => committed((tx) => remove(parts, tx, viewer, input)),
  };
}

async function add(
  parts: ContactPointParts,
  tx: Writer,
  { viewer, clientAddress }: Caller,
  input: AddInput,
): Promise<ContactPointResult> {
  const { clock, ids, points } = parts;
  const { accountId, address, idempotencyKey: key } = input;
  if (accountId !== viewer.accountId) return refuse('ACCOUNT_NOT_FOUND', 'accountId');
  const id = ids.next(ID_PREFIX);
  const body = { accountId, address };
  const claim = { scope: accountId, operation: 'addContactPoint', key, body, resultId: id };
  const earlier = await earlierResult(parts, tx, viewer, claim);
  if (earlier !== undefined) return earlier;
  const may = await parts.authorize(tx, viewer, { recent: true });
  if (!may.ok) return may;

  const present = await points.listOf(accountId, tx);
  const wanted = newAddress(address, present);
  if (!wanted.ok) return wanted;
  if (present.length >= MAX_CONTACT_POINTS) return refuse('TOO_MANY');
  const point = newPoint(id, accountId, wanted, clock.now());
  await points.add(tx, point);
  return sendCode(parts, tx, point, clientAddress);
}

async function change(
  parts: ContactPointParts,
  tx: Writer,
  { viewer, clientAddress }: Caller,
  input: ChangeInput,
): Promise<ContactPointResult> {
  const { points } = parts;
  const { contactPointId, address } = input;
  if (!isContactPointId(contactPointId)) return refuse('CONTACT_POINT_NOT_FOUND', 'contactPointId');
  const earlier = await earlierResult(parts, tx, viewer, claimOf('changeContactPoint', viewer, input));
  if (earlier !== undefined) return earlier;
  const may = await parts.authorize(tx, viewer, { recent: true });
  if (!may.ok) return may;

  const present = await points.listOf(viewer.accountId, tx);
  const point = present.find(({ id }) => id === contactPointId);
  if (point === undefined) return refuse('CONTACT_POINT_NOT_FOUND', 'contactPointId');
  const wanted = newAddress(address, present);
  if (!wanted.ok) return wanted;
  const changed = withAddress(point, wanted);
  await points.update(tx, point.id, changed);
  return sendCode(parts, tx, changed, clientAddress);
}

async function remove(
  parts: ContactPointParts,
  tx: Writer,
  viewer: Viewer,
  input: RemoveInput,
): Promise<RemovalResult> {
  const { authorize, idempotency, points, codes, mails } = parts;
  const { contactPointId } = input;
  if (!isContactPointId(contactPointId)) return refuse('CONTACT_POINT_NOT_FOUND', 'contactPointId');
  const claimed = await idempotency.claim(tx, claimOf('removeContactPoint', viewer, input));
  if (claimed.kind === 'conflict') return refuse('IDEMPOTENCY_KEY_REUSED', 'idempotencyKey');
  if (claimed.kind === 'replay') return { ok: true, removedContactPointId: claimed.resultId };
  const may = await authorize(tx, viewer, { recent: true });
  if (!may.ok) return may;
  const point = await ownPoint(parts, viewer, contactPointId, tx);
  if (point === undefined) return refuse('CONTACT_POINT_NOT_FOUND', 'contactPointId');
  await points.remove(tx, point.id);
  await codes.end(tx, point.id);
  if (point.verifiedAt !== null) await mails.post(tx, removedMail(nameOfApp(parts, point.accountId), point.address));
  return { ok: true, removedContactPointId: point.id };
}

/** Reads an address that may be added to the points present. */
function newAddress(
  text: string,
  present: readonly ContactPointRow[],
): ({ readonly ok: true } & MailAddress) | Refusal<ContactPointErrorCode> {
  const wanted = parseMailAddress(text);
  if (wanted === undefined) return refuse('ADDRESS_NOT_ACCEPTED', 'address');
  const isPresent = present.some(({ addressKey, pendingKey }) => [addressKey, pendingKey].includes(wanted.key));
  return isPresent ? refuse('ALREADY_ADDED', 'address') : { ok: true, ...wanted };
}

function newPoint(id: string, accountId: string, { address, key }: MailAddress, createdAt: Date): ContactPointRow {
  const pending = { pendingAddress: null, pendingKey: null };
  return { id, accountId, address, addressKey: key, verifiedAt: null, ...pending, createdAt };
}

/** A verified address stays in force until the new one is verified; another one is replaced at once. */
function withAddress(point: ContactPointRow, { address, key }: MailAddress): ContactPointRow {
  if (point.verifiedAt === null) return { ...point, address, addressKey: key };
  return { ...point, pendingAddress: address, pendingKey: key };
}
