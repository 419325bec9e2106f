import { describe, expect, it } from 'vitest';
import { readSeedConfig } from './config.ts';

describe('the command line', () => {
  it('says how many people, and where the constellation shall find them', () => {
    const config = readSeedConfig(['--people', '1,000', '--data-dir', '/tmp/family']);
    expect(config).toMatchObject({ people: 1_000, seed: 'family', mediaFolder: '/tmp/family/media' });
    expect(config.databaseUrl('accounts-center')).toBe('file:/tmp/family/accounts-center.db');
  });

  it('names PostgreSQL databases as the constellation does', () => {
    const config = readSeedConfig(['--people', '2', '--database-url', 'postgres://127.0.0.1/{service}']);
    expect(config.databaseUrl('accounts-center')).toBe('postgres://127.0.0.1/accounts_center');
  });

  it.each([
    [[], '--people'],
    [['--people', 'many'], '--people'],
    [['--people', '1'], '--people'],
    [['--people', '100000000'], '--people'],
    [['--people', '2', '--database-url', 'postgres://127.0.0.1/one'], '{service}'],
    [['--peple', '2'], '--peple'],
  ])('%j is refused by what is wrong', (parameters, fault) => {
    expect(() => readSeedConfig(parameters)).toThrow(fault);
  });
});
