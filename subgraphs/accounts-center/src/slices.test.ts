import { eachDialect } from '@accounts-center/db/testing';
import { createIdempotency, createIds, createOutbox, movableClock, silentLogger } from '@accounts-center/subgraph-kit';
import { expect, it } from 'vitest';
import type { AppContract } from './app-contract/app-contract.ts';
import { memoryMailer } from './mail/memory-mailer.ts';
import { createSecretBox } from './secret-box.ts';
import { createSlices } from './slices.ts';
import { tables } from './tables.ts';
import { family } from './testing/family.ts';
import { noNotes } from './testing/no-notes.ts';

eachDialect((_dialect, open) => {
  it('what has expired is deleted in batches: nobody waits long for their turn, however much that is', async () => {
    const statements: string[] = [];
    const db = await open({ tables, onStatement: (sql) => void statements.push(sql) });
    const clock = movableClock(new Date('2026-11-23T10:00:00Z'));
    const ids = createIds({ clock });
    const slices = createSlices({
      db,
      clock,
      ids,
      family,
      contract: {} as AppContract,
      random: () => 0.5,
      log: silentLogger,
      outbox: createOutbox({ db, clock, ids }),
      idempotency: createIdempotency({ db, clock }),
      notes: noNotes,
      kick: () => {},
      mailer: memoryMailer({ clock }),
      secretBox: createSecretBox([Buffer.alloc(32, 7).toString('base64')]),
    });
    await slices.sweep();
    const deletions = statements.filter((sql) => sql.startsWith('delete from'));
    expect(deletions.map((sql) => sql.split('"')[1])).toEqual(
      expect.arrayContaining([
        'contact_code',
        'deleted_post',
        'guess',
        'known_source',
        'link_flow',
        'refresh_token',
        'session',
        'sign_up',
      ]),
    );
    expect(deletions.filter((sql) => !/ limit /.test(sql))).toEqual([]);
  });
});
