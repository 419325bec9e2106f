import { type Writer, writeResult } from '@accounts-center/db';
import type { Viewer } from '../context.ts';
import type { LinkErrorCode } from '../generated/accounts-center.ts';
import { type Refusal, refuse } from '../user-errors.ts';
import { createLinkAuditStore } from './link-audit.store.ts';
import { counts, isFlowId, isOpen } from './link-flow.service.ts';
import { createLinkFlowStore, type LinkFlow, type LinkProof } from './link-flow.store.ts';
import type { LinkedAccount, LinkingDependencies, LinkingService } from './linking.ts';

/** A flow with nothing left to prove. */
type ProvedFlow = LinkFlow & { readonly targetProof: LinkProof };

/** The last step of a flow. All of it is one transaction: of two that link one account, the second sees the first. */
export function createLinkAccount(deps: LinkingDependencies): Pick<LinkingService, 'linkAccount'> {
  const { db, clock, ids, idempotency, authorize, membership, kick } = deps;
  const flows = createLinkFlowStore(db);
  const audit = createLinkAuditStore(db);

  /** The flow's account is still in the center that the flow is for. */
  async function isInCenter(tx: Writer, flow: LinkFlow): Promise<boolean> {
    return (await membership.centerOf(flow.accountId, tx)) === flow.centerId;
  }

  async function checkFlow(
    tx: Writer,
    viewer: Viewer,
    flow: LinkFlow | undefined,
  ): Promise<ProvedFlow | Refusal<LinkErrorCode>> {
    const now = clock.now();
    if (!isOpen(flow, viewer, now) || !(await isInCenter(tx, flow))) return refuse('FLOW_NOT_FOUND', 'flowId');
    const { ownProof, targetProof } = flow;
    if (!counts(targetProof, flow, now) || !counts(ownProof, flow, now)) return refuse('PROOF_MISSING');
    return { ...flow, targetProof };
  }

  /** Takes the account over from the center it had for itself. @returns that center's id, or why not */
  async function takeOver(
    tx: Writer,
    { centerId, targetProof: { accountId } }: ProvedFlow,
  ): Promise<string | Refusal<LinkErrorCode>> {
    const target = await membership.member(accountId, tx);
    if (target === undefined) return refuse('PROOF_MISSING');
    if (target.state !== 'ACTIVE') return refuse('ACCOUNT_NOT_ACTIVE');
    const { centerId: from } = target;
    if (from === centerId) return refuse('SAME_ACCOUNT');
    if ((await membership.accountsOf(from, tx)).length > 1) return refuse('LINKED_ELSEWHERE');
    const moved = await membership.move(tx, { accountId, from, to: centerId });
    if (!moved.ok) return refuse(moved.code === 'CENTER_FULL' ? 'CENTER_FULL' : 'LINKED_ELSEWHERE');
    return from;
  }

  async function finish(tx: Writer, viewer: Viewer, flow: ProvedFlow, formerCenterId: string): Promise<void> {
    const at = clock.now();
    const wasOpen = await flows.finish(tx, flow.id, at);
    if (!wasOpen) throw new Error('An open link flow was finished by somebody else in the same transaction.');
    const detail = { action: 'LINKED', flowId: flow.id, formerCenterId } as const;
    const { centerId, targetProof } = flow;
    const { accountId } = targetProof;
    await audit.add(tx, { id: ids.next('lau'), centerId, accountId, actorId: viewer.accountId, at, detail });
  }

  return {
    async linkAccount(viewer, { flowId, idempotencyKey }) {
      const result = await writeResult(
        db,
        async (tx) => {
          if (!isFlowId(flowId)) return refuse('FLOW_NOT_FOUND', 'flowId');
          const claim = { scope: viewer.accountId, operation: 'linkAccount', key: idempotencyKey, body: { flowId } };
          const { kind } = await idempotency.claim(tx, { ...claim, resultId: flowId });
          if (kind === 'conflict') return refuse('IDEMPOTENCY_KEY_REUSED', 'idempotencyKey');
          const found = await flows.find(flowId, viewer.accountId, tx);
          if (kind === 'replay' && isFinished(found)) return answer(found, await isInCenter(tx, found));
          const may = await authorize(tx, viewer);
          if (!may.ok) return may;

          const flow = await checkFlow(tx, viewer, found);
          if ('ok' in flow) return flow;
          const formerCenterId = await takeOver(tx, flow);
          if (typeof formerCenterId !== 'string') return formerCenterId;
          await finish(tx, viewer, flow, formerCenterId);
          return answer(flow, true);
        },
        { name: 'linkAccount' },
      );
      if (result.ok) kick();
      return result;
    },
  };
}

function isFinished(flow: LinkFlow | undefined): flow is ProvedFlow {
  return flow !== undefined && flow.finishedAt !== null && flow.targetProof !== undefined;
}

// A center is shown to its owner only: not to an account that has left it since.
function answer({ targetProof, centerId }: ProvedFlow, isInCenter: boolean): { readonly ok: true } & LinkedAccount {
  return { ok: true, linkedAccountId: targetProof.accountId, centerId: isInCenter ? centerId : null };
}
