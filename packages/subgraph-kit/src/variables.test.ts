import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ConfigError, readConfig } from './config.ts';
import { variables } from './variables.ts';

const random = randomBytes(32).toString('base64');
const madeUp = Buffer.from('for development and nothing else').toString('base64');

function read(env: Record<string, string>): unknown {
  const { nodeEnv, key, keyring, addresses, natsUrl, list, text, unlessTold } = variables(env);
  const schema = z.object({
    NODE_ENV: nodeEnv,
    KEY: unlessTold(key, madeUp),
    KEYS: keyring.optional(),
    ADDRESSES: addresses.optional(),
    NATS: natsUrl.optional(),
    NAMES: list(text).optional(),
  });
  return readConfig(schema, env);
}

function problemsOf(env: Record<string, string>): readonly string[] {
  try {
    read(env);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}

describe('production', () => {
  it.each([{}, { NODE_ENV: '' }, { NODE_ENV: 'production' }])('has no defaults: %j', (env) => {
    expect(problemsOf(env)).toEqual(['KEY: is missing']);
  });

  it('takes random keys only', () => {
    expect(problemsOf({ KEY: random, KEYS: JSON.stringify({ 'a>b': madeUp, 'b>a': random }) })).toEqual([
      'KEYS.a>b: production needs a random key',
    ]);
  });

  it.each([
    ['nothing but zeros', Buffer.alloc(32)],
    ['one byte over and over', Buffer.alloc(32, 0xfe)],
    ['a pattern', Buffer.from('00ff'.repeat(16), 'hex')],
    ['too few bytes', randomBytes(12)],
  ])('takes no key of %s', (_, bytes) => {
    expect(problemsOf({ KEY: bytes.toString('base64') })).toEqual(['KEY: production needs a random key']);
  });

  it.each(['staging', 'Production', 'PRODUCTION', 'dev'])('is what %j is held to, and that is no mode', (mode) => {
    expect(problemsOf({ NODE_ENV: mode })).toEqual([expect.stringMatching(/^NODE_ENV/), 'KEY: is missing']);
  });

  it('is the rule for a mode that nobody knows, which is refused', () => {
    const names = problemsOf({ NODE_ENV: 'prod', KEY: madeUp }).map((problem) => problem.split(':')[0]);
    expect(names).toEqual(['NODE_ENV', 'KEY']);
  });
});

it.each(['development', 'test'])('%s has defaults, and takes any key', (mode) => {
  expect(read({ NODE_ENV: mode })).toEqual({ NODE_ENV: mode, KEY: madeUp });
  expect(read({ NODE_ENV: mode, KEYS: JSON.stringify({ 'a>b': madeUp }) })).toMatchObject({ KEYS: { 'a>b': madeUp } });
  expect(problemsOf({ NODE_ENV: mode, KEY: 'no base64!' })).toHaveLength(1);
});

it('a list leaves out what is empty', () => {
  expect(read({ NODE_ENV: 'test', NAMES: ' a, b,,' })).toMatchObject({ NAMES: ['a', 'b'] });
});

it.each(['{', '"text"', '{"facebook":"nowhere"}'])('addresses are JSON of origins: %s is none', (text) => {
  expect(problemsOf({ NODE_ENV: 'test', ADDRESSES: text })).toEqual([expect.stringMatching(/^ADDRESSES/)]);
});

it('servers of NATS are addresses with commas between them', () => {
  for (const text of ['nats://127.0.0.1:4222', 'nats://me:secret@one:4222, tls://two:4222'])
    expect(read({ NODE_ENV: 'test', NATS: text })).toMatchObject({ NATS: text });
  for (const text of ['127.0.0.1:4222', 'http://one:4222', 'nats://', 'nats://one:4222,two'])
    expect(problemsOf({ NODE_ENV: 'test', NATS: text })).toEqual([expect.stringMatching(/^NATS/)]);
});
