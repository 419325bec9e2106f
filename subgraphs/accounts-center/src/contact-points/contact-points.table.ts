import { defineTables } from '@accounts-center/db';

export const contactPointsTables = defineTables((d) => ({
  contactPoint: d.table(
    'contact_point',
    {
      id: d.text('id').primaryKey(),
      accountId: d.text('account_id').notNull(),
      address: d.text('address').notNull(),
      /** Equal for addresses that we take for one. */
      addressKey: d.text('address_key').notNull(),
      /** When `address` was verified. Null counts for nothing (L3). */
      verifiedAt: d.instant('verified_at'),
      /** Replaces `address` once verified. */
      pendingAddress: d.text('pending_address'),
      pendingKey: d.text('pending_key'),
      createdAt: d.instant('created_at').notNull(),
    },
    // An address may be of many accounts: that never links them.
    (t) => [d.uniqueIndex('contact_point_account_address').on(t.accountId, t.addressKey)],
  ),

  contactCode: d.table(
    'contact_code',
    {
      id: d.text('id').primaryKey(),
      contactPointId: d.text('contact_point_id').notNull(),
      accountId: d.text('account_id').notNull(),
      /** Of the address that it went to, and of where the request came from: keyed hashes. */
      addressMac: d.text('address_mac').notNull(),
      sourceMac: d.text('source_mac').notNull(),
      codeMac: d.text('code_mac').notNull(),
      createdAt: d.instant('created_at').notNull(),
      expiresAt: d.instant('expires_at').notNull(),
      tries: d.integer('tries').notNull(),
      endedAt: d.instant('ended_at'),
    },
    (t) => [
      d.index('contact_code_contact_point_id').on(t.contactPointId),
      d.index('contact_code_account_created').on(t.accountId, t.createdAt),
      d.index('contact_code_address_created').on(t.addressMac, t.createdAt),
      d.index('contact_code_source_created').on(t.sourceMac, t.createdAt),
      d.index('contact_code_created_at').on(t.createdAt),
    ],
  ),
}));
