import { ConfigError, generateKeyring } from '@accounts-center/subgraph-kit';
import { describe, expect, it } from 'vitest';
import { readGatewayConfig } from './config.ts';

const directions = ['gateway>facebook', 'gateway>instagram'];
const random = JSON.stringify(generateKeyring(directions));
const madeUp = Buffer.from('a default key for development only').toString('base64');

describe('the configuration', () => {
  it('needs the keys and nothing else', () => {
    expect(readGatewayConfig({ IDENTITY_KEYS: random })).toMatchObject({
      port: 4000,
      publicUrl: 'http://localhost:4000',
      development: false,
      addresses: { facebook: 'http://127.0.0.1:4001' },
      corsOrigins: [],
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
      CORS_ORIGINS: 'https://a.example, https://b.example',
    });
    expect(config).toMatchObject({
      development: true,
      port: 8080,
      publicUrl: 'https://graph.example',
      addresses: { facebook: 'http://10.0.0.7:80' },
      corsOrigins: ['https://a.example', 'https://b.example'],
    });
  });

  it('is refused with all that is wrong, and without repeating secrets', () => {
    const env = {
      PORT: 'high',
      IDENTITY_KEYS: '{"gateway>facebook":"no base64!"}',
      SERVICE_ADDRESSES: 'facebook',
      CORS_ORIGINS: 'a',
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
  try {
    readGatewayConfig(env);
    return [];
  } catch (error) {
    return (error as ConfigError).problems;
  }
}
