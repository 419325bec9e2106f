import { type Writer, writeResult } from '@accounts-center/db';
import { isId } from '@accounts-center/subgraph-kit';
import type { Viewer } from '../context.ts';
import type { LinkErrorCode } from '../generated/accounts-center.ts';
import { type Authentication, isRecentProof } from '../identity/identity.service.ts';
import { type Result, refuse } from '../user-errors.ts';
import { createLinkFlowStore, type LinkFlow, type LinkProof } from './link-flow.store.ts';
import type { LinkFlowView, LinkingDependencies, LinkingService } from './linking.ts';

const ID_PREFIX = 'lnk';

/** How long a flow is open. */
const FLOW_MS = 10 * 60_000;

/** The steps of a flow before its last: it is begun, and control of both accounts is proved in it. */
export function createLinkFlow(
  deps: LinkingDependencies,
): Pick<LinkingService, 'startLink' | 'proveAccountControl' | 'sweep'> {
  const { db, clock, ids, membership, identity, authorize } = deps;
  const flows = createLinkFlowStore(db);

  async function find(viewer: Viewer, flowId: string, tx?: Writer): Promise<Result<{ flow: LinkFlow }, LinkErrorCode>> {
    const flow = isFlowId(flowId) ? await flows.find(flowId, viewer.accountId, tx) : undefined;
    return isOpen(flow, viewer, clock.now()) ? { ok: true, flow } : refuse('FLOW_NOT_FOUND', 'flowId');
  }

  async function addProof(tx: Writer, { flow, proof }: { flow: LinkFlow; proof: LinkProof }): Promise<LinkFlow> {
    await flows.addProof(tx, flow, proof);
    return { ...flow, [proof.accountId === flow.accountId ? 'ownProof' : 'targetProof']: proof };
  }

  async function begin(tx: Writer, viewer: Viewer, centerId: string, session: Authentication): Promise<LinkFlow> {
    const { accountId, sessionId } = viewer;
    const createdAt = clock.now();
    const times = { createdAt, expiresAt: new Date(createdAt.getTime() + FLOW_MS), finishedAt: null };
    const row = { id: ids.next(ID_PREFIX), accountId, centerId, sessionId, ...times };
    await flows.add(tx, row);
    const flow = { ...row, ownProof: undefined, targetProof: undefined };
    const { amr, authenticatedAt: provedAt } = session;
    if (!isRecentProof(provedAt, createdAt)) return flow;
    return addProof(tx, { flow, proof: { flowId: flow.id, accountId, sessionId, amr, provedAt } });
  }

  return {
    startLink: (viewer, { accountId }) =>
      writeResult(
        db,
        async (tx) => {
          const may = await authorize(tx, viewer);
          if (!may.ok) return may;
          const centerId = accountId === viewer.accountId ? await membership.centerOf(accountId, tx) : undefined;
          if (centerId === undefined) return refuse('ACCOUNT_NOT_FOUND', 'accountId');
          return { ok: true, flow: toView(await begin(tx, viewer, centerId, may), clock.now()) };
        },
        { name: 'startLink' },
      ),

    async proveAccountControl(viewer, { flowId, ...credentials }, clientAddress) {
      const found = await find(viewer, flowId);
      if (!found.ok) return found;
      if (!(await identity.isActive(viewer.accountId))) return refuse('ACCOUNT_NOT_ACTIVE');
      const checked = await identity.verifyPassword({ ...credentials, clientAddress });
      if (!checked.ok) return checked;

      const { sessionId } = viewer;
      const proof: LinkProof = {
        flowId,
        accountId: checked.account.id,
        sessionId,
        amr: ['pwd'],
        provedAt: clock.now(),
      };
      return writeResult<Result<{ flow: LinkFlowView }, LinkErrorCode>>(
        db,
        async (tx) => {
          const may = await authorize(tx, viewer);
          if (!may.ok) return may;
          const open = await find(viewer, flowId, tx);
          return open.ok ? { ok: true, flow: toView(await addProof(tx, { ...open, proof }), clock.now()) } : open;
        },
        { name: 'proveAccountControl' },
      );
    },

    sweep: () => flows.removeExpired(clock.now()),
  };
}

/** Whether it could be a flow's id; not every text can be looked for in a database. */
export function isFlowId(text: string): boolean {
  return isId(text, ID_PREFIX);
}

/** Whether the flow is there, and can still be gone on with in the session it was begun in. */
export function isOpen(flow: LinkFlow | undefined, { sessionId }: Viewer, now: Date): flow is LinkFlow {
  return flow?.sessionId === sessionId && flow.finishedAt === null && flow.expiresAt > now;
}

/** Whether a proof counts: given in the flow's session, in the last 10 minutes. */
export function counts(proof: LinkProof | undefined, { sessionId }: LinkFlow, now: Date): proof is LinkProof {
  return proof?.sessionId === sessionId && isRecentProof(proof.provedAt, now);
}

function toView(flow: LinkFlow, now: Date): LinkFlowView {
  return {
    id: flow.id,
    accountId: flow.accountId,
    isAccountProved: counts(flow.ownProof, flow, now),
    provedAccountId: flow.targetProof?.accountId ?? null,
    expiresAt: flow.expiresAt,
  };
}
