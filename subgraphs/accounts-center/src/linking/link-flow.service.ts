import { isId } from '@accounts-center/subgraph-kit';
import type { Viewer } from '../context.ts';
import { refuse } from '../user-errors.ts';
import { createLinkFlowStore, type LinkFlowRow } from './link-flow.store.ts';
import type { LinkFlowView, LinkingDependencies, LinkingService } from './linking.ts';

const ID_PREFIX = 'lnk';

/** How long a flow is open, and how long a proof of control counts. */
const PROOF_MS = 10 * 60_000;

/** The steps of a flow before its last: it is begun, and control of both accounts is proved in it. */
export function createLinkFlow(
  deps: LinkingDependencies,
): Pick<LinkingService, 'startLink' | 'proveAccountControl' | 'sweep'> {
  const { db, clock, ids, membership, identity } = deps;
  const flows = createLinkFlowStore(db);

  return {
    startLink: (viewer, { accountId }) =>
      db.write(
        async (tx) => {
          const centerId = accountId === viewer.accountId ? await membership.centerOf(accountId, tx) : undefined;
          if (centerId === undefined) return refuse('ACCOUNT_NOT_FOUND', 'accountId');
          const now = clock.now();
          const flow: LinkFlowRow = {
            id: ids.next(ID_PREFIX),
            accountId,
            centerId,
            sessionId: viewer.sessionId,
            accountProvedAt: countsAsProof(viewer.authenticatedAt, now) ? viewer.authenticatedAt : null,
            targetAccountId: null,
            createdAt: now,
            expiresAt: new Date(now.getTime() + PROOF_MS),
            finishedAt: null,
          };
          await flows.add(tx, flow);
          return { ok: true, flow: toView(flow, now) };
        },
        { name: 'startLink' },
      ),

    async proveAccountControl(viewer, { flowId, ...credentials }, clientAddress) {
      if (!isFlowId(flowId)) return refuse('FLOW_NOT_FOUND', 'flowId');
      const open = await flows.find(flowId, viewer.accountId);
      if (!isOpen(open, viewer, clock.now())) return refuse('FLOW_NOT_FOUND', 'flowId');
      const checked = await identity.verifyPassword({ ...credentials, clientAddress });
      if (!checked.ok) return checked;

      const now = clock.now();
      const { id } = checked.account;
      const proof = id === open.accountId ? { accountProvedAt: now } : { targetAccountId: id };
      const flow = await db.write((tx) => flows.prove(tx, flowId, viewer, proof, now), { name: 'proveAccountControl' });
      return flow === undefined ? refuse('FLOW_NOT_FOUND', 'flowId') : { ok: true, flow: toView(flow, now) };
    },

    sweep: () => db.write((tx) => flows.removeExpired(tx, clock.now()), { name: 'sweep link flows' }),
  };
}

/** Whether it could be a flow's id; not every text can be looked for in a database. */
export function isFlowId(text: string): boolean {
  return isId(text, ID_PREFIX);
}

/** Whether the flow is there, and can still be gone on with in the session it was begun in. */
export function isOpen(flow: LinkFlowRow | undefined, { sessionId }: Viewer, now: Date): flow is LinkFlowRow {
  return flow?.sessionId === sessionId && flow.finishedAt === null && flow.expiresAt > now;
}

/** Whether control that was proved then still counts as proved. */
export function countsAsProof(provedAt: Date | null, now: Date): provedAt is Date {
  return provedAt !== null && now.getTime() - provedAt.getTime() <= PROOF_MS;
}

function toView(flow: LinkFlowRow, now: Date): LinkFlowView {
  return {
    id: flow.id,
    accountId: flow.accountId,
    isAccountProved: countsAsProof(flow.accountProvedAt, now),
    provedAccountId: flow.targetAccountId,
    expiresAt: flow.expiresAt,
  };
}
