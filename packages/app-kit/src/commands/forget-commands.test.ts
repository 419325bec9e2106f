import type { Database } from '@accounts-center/db';
import { eachDialect } from '@accounts-center/db/testing';
import { type MovableClock, movableClock } from '@accounts-center/subgraph-kit';
import { beforeAll, beforeEach, expect, it } from 'vitest';
import { z } from 'zod';
import { type Commands, createCommands } from './commands.service.ts';
import { commandsTables } from './commands.table.ts';
import { createForgetCommands } from './forget-commands.service.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const command = { key: 'key-0001', body: { text: 'hi' } };

eachDialect((_dialect, openDatabase) => {
  let db: Database;
  let clock: MovableClock;
  let commands: Commands<string>;
  beforeAll(async () => {
    db = await openDatabase({ tables: [commandsTables] });
  });
  beforeEach(async () => {
    await db.write(async (tx) => {
      await tx.delete(db.tables(commandsTables).command);
    });
    clock = movableClock(new Date('2026-11-23T10:00:00Z'));
    commands = createCommands({ db, clock, operation: 'publishPost', refusal: z.string() });
  });
  const forget = () => createForgetCommands({ db, clock })();
  const publish = (resultId: string) => commands.run(command, async () => ({ state: 'DONE', resultId }));

  it('D3: a key keeps its outcome for 180 days, and is a new one then', async () => {
    await publish('fbp_1');
    clock.advance(180 * DAY_MS - 1);
    await forget();
    expect(await publish('fbp_2')).toEqual({ state: 'DONE', resultId: 'fbp_1' });
    clock.advance(1);
    await forget();
    expect(await commands.find(db.read, command.key)).toBeUndefined();
    expect(await publish('fbp_3')).toEqual({ state: 'DONE', resultId: 'fbp_3' });
  });

  it('forgets thousands in many small writes, of all operations and outcomes, and nothing newer', async () => {
    const table = db.tables(commandsTables).command;
    const row = { bodyHash: null, state: 'CLOSED', resultId: null, refusals: [] } as const;
    const rows = Array.from({ length: 1_202 }, (_, n) => {
      const operation = n % 2 === 0 ? 'publishPost' : 'holdMedia';
      return { ...row, refusals: [], operation, key: `key-${n}`, createdAt: new Date(clock.now().getTime() + n) };
    });
    await db.write(async (tx) => {
      for (let at = 0; at < rows.length; at += 400) await tx.insert(table).values(rows.slice(at, at + 400));
    });
    clock.advance(180 * DAY_MS + 1_200);
    await forget();
    expect((await db.read.select().from(table)).map(({ key }) => key)).toEqual(['key-1201']);
  });
});
