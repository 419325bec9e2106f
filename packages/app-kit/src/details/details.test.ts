import { defineTables } from '@accounts-center/db';
import { eachDialect } from '@accounts-center/db/testing';
import { beforeAll, expect, it } from 'vitest';
import type { FeatureParts } from '../feature.ts';
import type { User } from '../users/user.ts';
import { createDetails, type Details } from './details.service.ts';

const mottoTables = defineTables((d) => ({
  motto: d.table('motto', {
    userId: d.text('user_id').primaryKey(),
    text: d.text('text').notNull(),
    language: d.text('language'),
  }),
}));

interface Motto {
  readonly text: string;
  readonly language: string | null;
}

/** Of these, all but `suspended` may act. */
const users = {
  active: async (_, id) => (id === 'suspended' ? undefined : ({ id } as User)),
} satisfies Partial<FeatureParts['services']['users']> as FeatureParts['services']['users'];

eachDialect((_, open) => {
  let mottos: Details<Motto, 'TOO_LONG'>;
  beforeAll(async () => {
    const db = await open({ tables: [mottoTables] });
    const services = { users } satisfies Partial<FeatureParts['services']> as FeatureParts['services'];
    mottos = createDetails({ db, services }, db.tables(mottoTables).motto, (wanted) => {
      if (wanted.text.length > 10) return { ok: false, code: 'TOO_LONG' };
      return { ok: true, value: wanted.text === '' ? null : wanted };
    });
  });

  const told = async (...ids: string[]) => Object.fromEntries(await mottos.of(ids));

  it('keeps one value of each account, whole, and none of who tells nothing', async () => {
    expect(await mottos.update('ana', { text: 'Carpe', language: 'la' })).toEqual({ ok: true, user: { id: 'ana' } });
    await mottos.update('bob', { text: 'Onwards', language: 'en' });
    await mottos.update('ana', { text: 'Hello', language: null });
    expect(await told('ana', 'bob', 'cem')).toEqual({
      ana: { text: 'Hello', language: null },
      bob: { text: 'Onwards', language: 'en' },
    });
    expect(await told('bob')).toEqual({ bob: { text: 'Onwards', language: 'en' } });
  });

  it.each([null, { text: '', language: null }])(
    'by %j a value is taken away, of this account alone',
    async (wanted) => {
      await mottos.update('dora', { text: 'One', language: null });
      await mottos.update('eve', { text: 'Two', language: null });
      for (let time = 0; time < 2; time++) expect(await mottos.update('dora', wanted)).toMatchObject({ ok: true });
      expect(await told('dora', 'eve')).toEqual({ eve: { text: 'Two', language: null } });
    },
  );

  it('keeps the value before one that is refused', async () => {
    await mottos.update('finn', { text: 'Before', language: null });
    const refused = await mottos.update('finn', { text: 'Longer than ten', language: null });
    expect(refused).toEqual({ ok: false, code: 'TOO_LONG' });
    expect(await told('finn')).toEqual({ finn: { text: 'Before', language: null } });
  });

  it('takes nothing from an account that may not act, and does not say what is wrong with it', async () => {
    const refused = { ok: false, code: 'ACCOUNT_NOT_FOUND' };
    for (const text of ['Short', 'Longer than ten'])
      expect(await mottos.update('suspended', { text, language: null })).toEqual(refused);
    expect(await told('suspended')).toEqual({});
  });
});
