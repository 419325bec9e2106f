import { defineTables } from '@accounts-center/db';
import type { ProfileField } from '../generated/accounts-center.ts';
import type { AuthenticationMethod } from '../identity/identity.service.ts';

/** What the audit keeps of one accepted command, beside who, whom and when. */
export type LinkAuditDetail =
  | { readonly action: 'LINKED'; readonly flowId: string; readonly formerCenterId: string }
  | {
      readonly action: 'UNLINKED';
      readonly newCenterId: string;
      readonly stoppedSyncFields: readonly ProfileField[];
      readonly removedSharingSettings: number;
      readonly cancelledDeliveryIds: readonly string[];
      readonly deliveriesInFlight: number;
    };

export const linkingTables = defineTables((d) => {
  /** A link on its way (L2): bound to an account, its center and a session, good until `expiresAt` or finished. */
  const linkFlow = d.table(
    'link_flow',
    {
      id: d.text('id').primaryKey(),
      accountId: d.text('account_id').notNull(),
      centerId: d.text('center_id').notNull(),
      sessionId: d.text('session_id').notNull(),
      createdAt: d.instant('created_at').notNull(),
      expiresAt: d.instant('expires_at').notNull(),
      finishedAt: d.instant('finished_at'),
    },
    (t) => [d.index('link_flow_finished_at').on(t.finishedAt, t.expiresAt)],
  );

  /** A proof of control in a flow: of its own account, and of the one to be linked. */
  const linkProof = d.table(
    'link_proof',
    {
      flowId: d
        .text('flow_id')
        .notNull()
        .references(() => linkFlow.id, { onDelete: 'cascade' }),
      accountId: d.text('account_id').notNull(),
      /** In which session the proof was given. */
      sessionId: d.text('session_id').notNull(),
      /** By what. */
      amr: d.json<readonly AuthenticationMethod[]>('amr').notNull(),
      /** May be from before the flow: when the session was opened. */
      provedAt: d.instant('proved_at').notNull(),
    },
    (t) => [d.primaryKey([t.flowId, t.accountId])],
  );

  /** One line per accepted link or unlink, never changed. */
  const linkAudit = d.table(
    'link_audit',
    {
      id: d.text('id').primaryKey(),
      /** The center that the account came into, or was taken out of. */
      centerId: d.text('center_id').notNull(),
      accountId: d.text('account_id').notNull(),
      /** The signed-in account that gave the command. */
      actorId: d.text('actor_id').notNull(),
      at: d.instant('at').notNull(),
      detail: d.json<LinkAuditDetail>('detail').notNull(),
    },
    (t) => [d.index('link_audit_account_id').on(t.accountId, t.at)],
  );

  return { linkFlow, linkProof, linkAudit };
});
