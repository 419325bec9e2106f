import { ConfigError } from '@accounts-center/subgraph-kit';
import { describe, expect, it } from 'vitest';
import { readSettings, withOverrides } from './read-settings.ts';
import { defaultSettings, settingsOfSubgraph, settingsSchema } from './settings.ts';

const profile = { development: false, graph: 'any' } as const;
const read = (text: string, env: Record<string, string> = {}) =>
  readSettings({ file: 'g.yaml', text }, { env, profile });
const problemsOf = (text: string): readonly string[] => {
  try {
    read(text);
    return [];
  } catch (error) {
    return (error as ConfigError).problems;
  }
};

describe('a settings file', () => {
  it.each(['', '# nothing', '{}'])('of %j leaves all as it is by default', (text) => {
    expect(settingsSchema(profile).parse(read(text))).toEqual(defaultSettings(profile));
  });

  it('is YAML, or JSON', () => {
    const told = { http: { maxBatchSize: 3 } };
    expect(read('http:\n  maxBatchSize: 3')).toEqual(told);
    expect(read(JSON.stringify(told))).toEqual(told);
  });

  it('may take texts from the environment', () => {
    const text = 'rateLimits: { store: "postgres://u:${env.PASSWORD}@h/d" }';
    expect(read(text, { PASSWORD: 'p' })).toEqual({ rateLimits: { store: 'postgres://u:p@h/d' } });
    expect(problemsOf(`a: 1\n${text}`)).toEqual(['g.yaml:2: the environment has no PASSWORD']);
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
    const problems = problemsOf(text);
    expect(problems).toEqual([
      expect.stringMatching(/^g\.yaml:2: http\.maxBatchSize: .*number/),
      'g.yaml:3: http.corsOrigin: there is no such setting',
      expect.stringMatching(/^g\.yaml:8: subgraphs\.named\.one\.retries: /),
      'g.yaml:4: limit: there is no such setting',
    ]);
    expect(problems.join()).not.toContain('no-secret');
  });

  it.each(['a: [', 'a: 1\na: 2', '\ta: 1'])('of %j, which is no YAML, is refused with its line', (text) => {
    expect(problemsOf(text).join()).toMatch(/^g\.yaml:\d+: /);
  });

  it.each(['[]', '3', '"text"'])('that is %s and no object is refused', (text) => {
    expect(() => read(text)).toThrow(ConfigError);
  });
});

it('what the command line says stands above the file', () => {
  const file = { limits: { maxDepth: 3, maxTokens: 4 }, http: { corsOrigins: ['https://a.example'] } };
  expect(withOverrides(file, { limits: { maxDepth: 5 }, http: { corsOrigins: [] } })).toEqual({
    limits: { maxDepth: 5, maxTokens: 4 },
    http: { corsOrigins: [] },
  });
});

it('what is said of one subgraph stands above what is said of all', () => {
  const told = { subgraphs: { all: { timeoutMs: 3, retries: 0 }, named: { one: { retries: 2 } } } };
  const { subgraphs } = settingsSchema(profile).parse(told);
  expect(settingsOfSubgraph(subgraphs, 'one')).toMatchObject({ timeoutMs: 3, retries: 2, maxConcurrent: 512 });
  expect(settingsOfSubgraph(subgraphs, 'constructor')).toMatchObject({ timeoutMs: 3, retries: 0 });
});
