import { randomBytes } from 'node:crypto';
import { ConfigError } from '@accounts-center/subgraph-kit';
import { describe, expect, it } from 'vitest';
import { readAppConfig } from './config.ts';

const random = (): string => randomBytes(32).toString('base64');
const readable = Buffer.from('a key that somebody made up, oh no').toString('base64');

const production = {
  DATABASE_URL: 'postgres://db.internal/facebook',
  PUBLIC_URL: 'https://example.org',
  SERVICE_ADDRESSES: '{"accounts-center":"http://center.internal"}',
  IDENTITY_KEYS: JSON.stringify({ 'gateway>facebook': random() }),
  MEDIA_KEY: random(),
};

function problemsOf(env: Record<string, string>): readonly string[] {
  try {
    readAppConfig('facebook', env);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}

describe('production', () => {
  it('takes what it is told', () => {
    expect(readAppConfig('facebook', { ...production, PORT: '8080', HOST: '0.0.0.0' })).toMatchObject({
      port: 8080,
      host: '0.0.0.0',
      databaseUrl: production.DATABASE_URL,
      addresses: { 'accounts-center': 'http://center.internal' },
      isDevelopment: false,
      logLevel: 'info',
    });
  });

  it('names all that is missing at once', () => {
    const names = problemsOf({}).map((problem) => problem.split(':')[0]);
    expect(names).toEqual(['DATABASE_URL', 'PUBLIC_URL', 'SERVICE_ADDRESSES', 'IDENTITY_KEYS', 'MEDIA_KEY']);
  });

  it('refuses keys that somebody made up', () => {
    const keys = { IDENTITY_KEYS: JSON.stringify({ 'gateway>facebook': readable }), MEDIA_KEY: readable };
    expect(problemsOf({ ...production, ...keys })).toEqual([
      'IDENTITY_KEYS.gateway>facebook: production needs a random key',
      'MEDIA_KEY: production needs a random key',
    ]);
  });

  it('wants the bucket’s credentials beside the bucket, and repeats no value', () => {
    expect(problemsOf({ ...production, S3_BUCKET: 'media', S3_SECRET_ACCESS_KEY: 'very secret' })).toEqual([
      'S3_ACCESS_KEY_ID: is missing beside S3_BUCKET',
    ]);
    const credentials = {
      S3_ACCESS_KEY_ID: 'id',
      S3_SECRET_ACCESS_KEY: 'very secret',
      S3_ENDPOINT: 'http://127.0.0.1:9',
    };
    expect(problemsOf({ ...production, S3_BUCKET: 'media', ...credentials })).toEqual([]);
  });

  it.each([
    [{ PORT: 'many' }, 'PORT'],
    [{ DATABASE_URL: 'mysql://x' }, 'DATABASE_URL'],
    [{ SERVICE_ADDRESSES: '{' }, 'SERVICE_ADDRESSES'],
    [{ IDENTITY_KEYS: 'null' }, 'IDENTITY_KEYS'],
  ])('refuses %j', (env, name) => {
    expect(problemsOf({ ...production, ...env }).map((problem) => problem.split(':')[0])).toEqual([name]);
  });
});

it('development needs no more than keys', () => {
  const keys = { IDENTITY_KEYS: JSON.stringify({ 'gateway>facebook': readable }), MEDIA_KEY: readable };
  const env = { NODE_ENV: 'development', ...keys };
  expect(problemsOf({ NODE_ENV: 'development' }).map((problem) => problem.split(':')[0])).toEqual(Object.keys(keys));
  expect(readAppConfig('facebook', env)).toMatchObject({
    port: 4001,
    host: '127.0.0.1',
    databaseUrl: 'file:.data/facebook.db',
    isDevelopment: true,
  });
});
