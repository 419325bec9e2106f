import { randomBytes } from 'node:crypto';
import { ConfigError } from '@accounts-center/subgraph-kit';
import { describe, expect, it } from 'vitest';
import { readAccountsCenterConfig } from './config.ts';

const newKey = (): string => randomBytes(32).toString('base64');
const identityKeys = JSON.stringify({ 'gateway>accounts-center': newKey() });

const production = {
  NODE_ENV: 'production',
  DATABASE_URL: 'postgres://db.example.com/center',
  SERVICE_ADDRESSES: JSON.stringify({ facebook: 'http://facebook:4001' }),
  IDENTITY_KEYS: identityKeys,
  SECRET_KEYS: `${newKey()}, ${newKey()}`,
  SMTP_URL: 'smtps://mailer:secret@mail.example.com',
  MAIL_FROM: 'Accounts Center <no-reply@example.com>',
};

/** The variables that problems begin with, each once. */
function namesOf(found: readonly string[]): string[] {
  return [...new Set(found.map((problem) => problem.split(/[:.]/)[0] ?? ''))].sort();
}

/** The variables that are complained about. */
function problems(env: Record<string, string>): string[] {
  try {
    readAccountsCenterConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return namesOf(error.problems);
    throw error;
  }
  return [];
}

describe('in production', () => {
  it('everything that was told is taken', () => {
    const config = readAccountsCenterConfig(production);
    expect(config).toMatchObject({
      isDevelopment: false,
      databaseUrl: production.DATABASE_URL,
      addresses: { facebook: 'http://facebook:4001' },
      smtp: { url: production.SMTP_URL, from: production.MAIL_FROM },
      port: 4005,
    });
    expect(config.secrets.secretKeys).toHaveLength(2);
  });

  it('everything that is missing is named at once, also when nothing says that it is production', () => {
    const all = ['DATABASE_URL', 'IDENTITY_KEYS', 'MAIL_FROM', 'SECRET_KEYS', 'SERVICE_ADDRESSES', 'SMTP_URL'];
    expect(problems({ NODE_ENV: 'production' })).toEqual(all);
    expect(problems({})).toEqual(all);
    expect(problems({ ...production, DATABASE_URL: '', SMTP_URL: '' })).toEqual(['DATABASE_URL', 'SMTP_URL']);
  });

  it('keys that somebody made up are refused', () => {
    const madeUp = Buffer.from('for development and nothing else').toString('base64');
    expect(problems({ ...production, SECRET_KEYS: madeUp })).toEqual(['SECRET_KEYS']);
    expect(problems({ ...production, IDENTITY_KEYS: JSON.stringify({ 'gateway>accounts-center': madeUp }) })).toEqual([
      'IDENTITY_KEYS',
    ]);
  });

  it.each([
    ['DATABASE_URL', 'mysql://db'],
    ['SERVICE_ADDRESSES', '{'],
    ['SERVICE_ADDRESSES', '{"facebook":"nowhere"}'],
    ['IDENTITY_KEYS', '[]'],
    ['SECRET_KEYS', 'short'],
    ['SECRET_KEYS', randomBytes(16).toString('base64')],
    ['SMTP_URL', 'mail.example.com'],
    ['PORT', 'high'],
  ])('a malformed %s is named, and its value is not: %s', (variable, value) => {
    expect(problems({ ...production, [variable]: value })).toEqual([variable]);
    expect(() => readAccountsCenterConfig({ ...production, [variable]: value })).not.toThrow(`"${value}"`);
  });
});

it('in development only keys must be told, and mail stays in the mailbox', () => {
  const keys = { IDENTITY_KEYS: identityKeys, SECRET_KEYS: newKey() };
  expect(readAccountsCenterConfig({ NODE_ENV: 'development', ...keys })).toMatchObject({
    isDevelopment: true,
    databaseUrl: 'file:.data/accounts-center.db',
    smtp: undefined,
    addresses: { facebook: 'http://127.0.0.1:4001' },
  });
  expect(problems({ NODE_ENV: 'development' })).toEqual(['IDENTITY_KEYS', 'SECRET_KEYS']);
});
