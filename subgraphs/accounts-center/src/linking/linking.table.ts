import { defineTables } from '@accounts-center/db';
import type { ProfileField } from '../generated/accounts-center.ts';

/** What the audit keeps of one accepted command, beside who, whom and when. */
export type LinkAuditDetail =
  | { readonly action: 'LINKED'; readonly flowId: string; readonly formerCenterId: string }
  | {
      readonly action: 'UNLINKED';
      readonly newCenterId: string;
      readonly stoppedSyncFields: readonly ProfileField[];
      readonly removedSharingSettings: number;
      readonly cancelledDeliveryIds: readonly string[];
    };

export const linkingTables = defineTables((d) => ({
  /** A link on its way (L2): bound to an account, its center and a session, good until `expiresAt` or finished. */
  linkFlow: d.table(
    'link_flow',
    {
      id: d.text('id').primaryKey(),
      accountId: d.text('account_id').notNull(),
      centerId: d.text('center_id').notNull(),
      sessionId: d.text('session_id').notNull(),
      /** When the account's owner last proved to be there; may be from before the flow. */
      accountProvedAt: d.instant('account_proved_at'),
      /** The account to be linked, once its control is proved. */
      targetAccountId: d.text('target_account_id'),
      createdAt: d.instant('created_at').notNull(),
      expiresAt: d.instant('expires_at').notNull(),
      finishedAt: d.instant('finished_at'),
    },
    (t) => [d.index('link_flow_expires_at').on(t.expiresAt)],
  ),

  /** One line per accepted link or unlink, never changed. */
  linkAudit: d.table(
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
  ),
}));
