import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError } from '@accounts-center/subgraph-kit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readSettings, type SettingsReader, withOverrides } from './read-settings.ts';
import { defaultSettings, type SettingsInput, settingsOfSubgraph, settingsSchema } from './settings.ts';

const profile = { development: false, graph: 'any' } as const;
const read = (text: string, env: Record<string, string> = {}, others: Partial<SettingsReader> = {}) =>
  readSettings({ file: 'g.yaml', text }, { env, profile, hasBus: true, ...others });
const parse = (told: SettingsInput) => settingsSchema(profile).parse(told);
function problemsOf(file: string, text: string, others: Partial<SettingsReader> = {}): readonly string[] {
  try {
    readSettings({ file, text }, { env: {}, profile, hasBus: true, ...others });
    return [];
  } catch (error) {
    return (error as ConfigError).problems;
  }
}

describe('a settings file', () => {
  it.each(['', '# nothing', '{}'])('of %j leaves all as it is by default', (text) => {
    expect(read(text)).toEqual(defaultSettings(profile));
  });

  it('is YAML, or JSON', () => {
    const told = { http: { maxBatchSize: 3 } };
    expect(read('http:\n  maxBatchSize: 3')).toEqual(parse(told));
    expect(read(JSON.stringify(told))).toEqual(parse(told));
  });

  it('may take texts from the environment', () => {
    const text = 'rateLimits: { store: "postgres://u:${env.PASSWORD}@h/d" }';
    expect(read(text, { PASSWORD: 'p' }).rateLimits.store).toBe('postgres://u:p@h/d');
    // Of a text that is not whole nothing else is said.
    expect(problemsOf('g.yaml', `a: 1\nschema: { compose: { one: { url: "\${env.ONE}" } } }\n${text}`)).toEqual([
      'g.yaml:1: a: there is no such setting',
      'g.yaml:2: the environment has no ONE',
      'g.yaml:3: the environment has no PASSWORD',
    ]);
  });

  it('is refused with all that is wrong, by line, and without values', () => {
    const text = [
      'http:',
      '  maxBatchSize: no-secret',
      '  corsOrigin: [https://a.example]',
      'limit: {}',
      'subgraphs:',
      '  named:',
      '    one:',
      '      retries: -1',
    ].join('\n');
    const problems = problemsOf('g.yaml', text);
    expect(problems).toEqual([
      expect.stringMatching(/^g\.yaml:2: http\.maxBatchSize: .*number/),
      'g.yaml:3: http.corsOrigin: there is no such setting',
      'g.yaml:4: limit: there is no such setting',
      expect.stringMatching(/^g\.yaml:8: subgraphs\.named\.one\.retries: /),
    ]);
    expect(problems.join()).not.toContain('no-secret');
  });

  it.each(['a: [', 'a: 1\na: 2', '\ta: 1'])('of %j, which is no YAML, is refused with its line', (text) => {
    expect(problemsOf('g.yaml', text).join()).toMatch(/^g\.yaml:\d+: /);
  });

  it.each(['[]', '3', '"text"'])('that is %s and no object is refused', (text) => {
    expect(() => read(text)).toThrow(ConfigError);
  });
});

describe('what a settings file names', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'accounts-center-settings-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('is looked for in its own folder', async () => {
    await writeFile(join(folder, 'one.graphql'), 'type Query { a: Int }');
    await writeFile(join(folder, 'web.json'), '{"id":"{ a }"}');
    const text = [
      'schema: { compose: { one: { url: "http://one.example", sdlFile: one.graphql } } }',
      'persistedOperations: { manifests: [web.json] }',
      'rateLimits: { store: "file:counts.db" }',
    ].join('\n');
    const settings = readSettings({ file: join(folder, 'g.yaml'), text }, { env: {}, profile, hasBus: true });
    expect(settings.schema.compose?.['one']?.sdlFile).toBe(join(folder, 'one.graphql'));
    expect(settings.persistedOperations.manifests).toEqual([join(folder, 'web.json')]);
    expect(settings.rateLimits.store).toBe(`file:${join(folder, 'counts.db')}`);
  });

  it('is told of with all else when it is missing or broken, by the line that names it', async () => {
    await writeFile(join(folder, 'half.graphql'), 'type Query {\n  a: Int');
    await writeFile(join(folder, 'one.json'), '{"id":"{ a }","half":"{ a"}');
    await writeFile(join(folder, 'two.json'), '{"id":"{ b }"}');
    await writeFile(join(folder, 'three.json'), '[1]');
    const text = [
      'limits: { maxDepth: deep }',
      'schema:',
      '  compose:',
      '    one: { url: "http://one.example", sdlFile: half.graphql }',
      '    two: { url: "http://two.example", sdlFile: nowhere.graphql }',
      'persistedOperations:',
      '  trusted: enforce',
      '  manifests:',
      '    - one.json',
      '    - two.json',
      '    - three.json',
      '    - nowhere.json',
    ].join('\n');
    const file = join(folder, 'g.yaml');
    const told = problemsOf(file, text).map((problem) => problem.slice(file.length + 1));
    expect(told).toEqual([
      expect.stringMatching(/^1: limits\.maxDepth: /),
      expect.stringMatching(/^4: schema\.compose\.one\.sdlFile: Syntax Error.* \(line 2\)$/),
      expect.stringMatching(/^5: schema\.compose\.two\.sdlFile: ENOENT/),
      expect.stringMatching(/^9: persistedOperations\.manifests\.0: half: Syntax Error/),
      '10: persistedOperations.manifests.1: id stands for another document, too',
      '11: persistedOperations.manifests.2: is no manifest of persisted operations',
      '12: persistedOperations.manifests.3: can not be read',
    ]);
  });
});

it('subscriptions to events are refused where there is no bus', () => {
  const text = [
    'subgraphs:',
    '  all: { subscriptions: events }',
    '  named: { one: { subscriptions: graphql-ws }, two: { subscriptions: events } }',
    'schema: { compose: { three: { url: "events:" } } }',
  ].join('\n');
  expect(problemsOf('g.yaml', text)).toEqual([]);
  expect(problemsOf('g.yaml', text, { hasBus: false })).toEqual([
    'g.yaml:2: subgraphs.all.subscriptions: there is no event bus: set NATS_URL',
    'g.yaml:3: subgraphs.named.two.subscriptions: there is no event bus: set NATS_URL',
    'g.yaml:4: schema.compose.three.url: there is no event bus: set NATS_URL',
  ]);
});

it('each issuer of access tokens is named once, and none as the graph’s own', () => {
  const named = (name: string) => `    - { issuer: ${name}, audience: [a], jwksUrl: "https://a.example/keys" }`;
  const names = ['https://a.example', 'accounts-center', 'https://a.example'];
  const text = ['authentication:', '  issuers:', ...names.map(named)].join('\n');
  const again = 'g.yaml:5: authentication.issuers.2.issuer: is named before, or the graph’s own';
  expect(problemsOf('g.yaml', text)).toEqual([again]);
  expect(problemsOf('g.yaml', text, { profile: { development: false, graph: 'own' } })).toEqual([
    'g.yaml:4: authentication.issuers.1.issuer: is named before, or the graph’s own',
    again,
  ]);
});

it('what the command line says stands above the file', () => {
  const file = parse({ limits: { maxDepth: 3, maxTokens: 4 }, http: { corsOrigins: ['https://a.example'] } });
  const both = withOverrides(file, { limits: { maxDepth: 5 }, http: { corsOrigins: [] } });
  expect(both).toEqual(parse({ limits: { maxDepth: 5, maxTokens: 4 }, http: { corsOrigins: [] } }));
});

it('what is said of one subgraph stands above what is said of all', () => {
  const told = { subgraphs: { all: { timeoutMs: 3, retries: 0 }, named: { one: { retries: 2 } } } };
  const { subgraphs } = settingsSchema(profile).parse(told);
  expect(settingsOfSubgraph(subgraphs, 'one')).toMatchObject({ timeoutMs: 3, retries: 2, maxConcurrent: 512 });
  expect(settingsOfSubgraph(subgraphs, 'constructor')).toMatchObject({ timeoutMs: 3, retries: 0 });
});

describe('what a settings file leaves open', () => {
  it('is as by default: a key with nothing behind it', () => {
    expect(read('http:\nlimits:\n  maxDepth:\nsubgraphs:\n  named:\n    one:\n')).toMatchObject({
      http: { maxBatchSize: 1 },
      limits: { maxDepth: 100 },
    });
  });

  it('may be a number of the environment, where it stands without quotes', () => {
    expect(read('limits:\n  maxDepth: ${env.N}', { N: '7' })).toMatchObject({ limits: { maxDepth: 7 } });
    expect(() => read('limits: { maxDepth: "${env.N}" }', { N: '7' })).toThrow('limits.maxDepth');
    expect(read('caching:\n  enabled: ${env.B}', { B: 'false' })).toMatchObject({ caching: { enabled: false } });
  });

  it.each([
    ['an alias that leads nowhere', 'http: *nope'],
    [
      'an alias of far too much',
      `a: &a [1]\n${Array.from({ length: 9 }, (_, n) => `b${n}: &b${n} [${'*a,'.repeat(200)}]`).join('\n')}`,
    ],
  ])('is refused: %s', (_, text) => {
    expect(() => read(text)).toThrow(ConfigError);
  });

  it('is no secret in the place of a key', () => {
    expect(() => read('limits: { "${env.SECRET}": 1 }', { SECRET: 'hunter2' })).toThrow(/^(?!.*hunter2)/s);
  });

  it.each(['https://shop.example/', 'https://shop.example/a', '*'])('is no origin: %s', (text) => {
    expect(() => read(`http: { corsOrigins: ["${text}"] }`)).toThrow('corsOrigins');
  });

  it('is what to trust, where nothing else is answered', () => {
    expect(() => read('persistedOperations: { trusted: enforce }')).toThrow('manifests');
  });
});
