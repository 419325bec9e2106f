import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError, generateKeyring } from '@accounts-center/subgraph-kit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readGatewayConfig, readStandaloneConfig } from './config.ts';
import { defaultSettings, settingsSchema } from './settings/settings.ts';

const profile = { development: false, graph: 'own' } as const;
const directions = ['gateway>facebook', 'gateway>instagram'];
const random = JSON.stringify(generateKeyring(directions));
const madeUp = Buffer.from('a default key for development only').toString('base64');

describe('a settings file', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'accounts-center-settings-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('is read with the environment, and what is wrong with either is told together', async () => {
    const file = join(folder, 'gateway.yaml');
    await writeFile(file, 'limits:\n  maxDepth: 7\nrateLimits:\n  store: ${env.COUNTS}\n');
    const env = { IDENTITY_KEYS: random, GATEWAY_SETTINGS: file };
    expect(readGatewayConfig({ ...env, COUNTS: 'file:/counts.db' }).settings).toEqual(
      settingsSchema(profile).parse({ limits: { maxDepth: 7 }, rateLimits: { store: 'file:/counts.db' } }),
    );
    expect(problemsOf({ ...env, PORT: 'high' })).toEqual([
      expect.stringMatching(/^PORT: /),
      `GATEWAY_SETTINGS: ${file}:4: the environment has no COUNTS`,
    ]);
  });

  it('of a standalone gateway is read with its options, and what is wrong with either is told together', async () => {
    const file = join(folder, 'gateway.yaml');
    await writeFile(file, 'limits: { maxDepth: 0 }\nsubgraphs: { all: { subscriptions: events } }\n');
    const options = ['--settings', file, '--max-fields', '0', '--forward-header', 'x-a', '--forward-header'];
    expect(problemsIn(() => readStandaloneConfig([...options, 'TraceParent'], { NATS_URL: '' }))).toEqual([
      expect.stringContaining(`--settings: ${file}:1: limits.maxDepth: `),
      `--settings: ${file}:2: subgraphs.all.subscriptions: there is no event bus: set NATS_URL`,
      '--forward-header: TraceParent: each message has its own',
      expect.stringMatching(/^--max-fields: /),
    ]);
  });

  it('of a standalone gateway may ask for events where NATS_URL names a bus', async () => {
    const file = join(folder, 'gateway.yaml');
    await writeFile(file, 'subgraphs: { all: { subscriptions: events, forwardHeaders: [x-a] } }\n');
    const options = ['--supergraph', 's', '--settings', file, '--forward-header', 'X-B'];
    const config = readStandaloneConfig(options, { NATS_URL: 'nats://127.0.0.1:4222' });
    expect(config?.natsUrl).toBe('nats://127.0.0.1:4222');
    expect(config?.settings.subgraphs.all).toMatchObject({ subscriptions: 'events', forwardHeaders: ['x-b'] });
  });

  it('without anything to serve is refused', async () => {
    const file = join(folder, 'gateway.yaml');
    await writeFile(file, '');
    expect(problemsIn(() => readStandaloneConfig(['--settings', file], {}))).toEqual([
      expect.stringMatching(/^--settings: there is no --supergraph/),
    ]);
  });
});

describe('the configuration', () => {
  it('needs the keys and nothing else', () => {
    expect(readGatewayConfig({ IDENTITY_KEYS: random })).toMatchObject({
      port: 4000,
      publicUrl: 'http://localhost:4000',
      development: false,
      addresses: { facebook: 'http://127.0.0.1:4001' },
      settings: defaultSettings(profile),
      secrets: { keyring: JSON.parse(random) },
    });
  });

  it('takes what it is given', () => {
    const config = readGatewayConfig({
      NODE_ENV: 'development',
      PORT: '8080',
      PUBLIC_URL: 'https://graph.example',
      IDENTITY_KEYS: random,
      SERVICE_ADDRESSES: '{"facebook":"http://10.0.0.7:80"}',
    });
    expect(config).toMatchObject({
      development: true,
      port: 8080,
      publicUrl: 'https://graph.example',
      addresses: { facebook: 'http://10.0.0.7:80' },
    });
  });

  it('is refused with all that is wrong, and without repeating secrets', () => {
    const env = {
      PORT: 'high',
      IDENTITY_KEYS: '{"gateway>facebook":"no base64!"}',
      SERVICE_ADDRESSES: 'facebook',
      LOG_LEVEL: 'loud',
      GATEWAY_SETTINGS: 'nowhere.yaml',
    };
    const problems = problemsOf(env);
    for (const name of Object.keys(env)) expect(problems).toContainEqual(expect.stringContaining(name));
    expect(problems.join()).not.toContain('no base64');
  });

  it('with default keys is refused in production, by name', () => {
    const keys = JSON.stringify({ ...JSON.parse(random), 'gateway>instagram': madeUp });
    expect(problemsOf({ IDENTITY_KEYS: keys })).toEqual([expect.stringContaining('gateway>instagram')]);
    expect(readGatewayConfig({ NODE_ENV: 'development', IDENTITY_KEYS: keys }).development).toBe(true);
  });
});

function problemsOf(env: Record<string, string>): readonly string[] {
  return problemsIn(() => readGatewayConfig(env));
}

function problemsIn(read: () => unknown): readonly string[] {
  try {
    read();
    return [];
  } catch (error) {
    return (error as ConfigError).problems;
  }
}
