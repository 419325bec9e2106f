// example.env names every variable that a process reads. These tests compare it with the configurations in the code.
import { describe, expect, it } from 'vitest';
import { parse, readText, type SourceFile, visit } from './source-files.ts';

const HEADING = /^# ── (?<path>\S+\/config\.ts) ─/;

const configurations = [
  'constellation/src/config.ts',
  'gateway/src/config.ts',
  'packages/app-kit/src/config.ts',
  'subgraphs/accounts-center/src/config.ts',
];
const groups = groupsOf(readText('example.env'));

describe('example.env', () => {
  it('has one group for every configuration', () => {
    expect([...groups.keys()].sort()).toEqual(configurations);
  });

  it.each(configurations)('names the variables of %s', (path) => {
    const names = variablesOf(parse(path, readText(path)));
    expect(names.length).toBeGreaterThan(4);
    expect(groups.get(path)?.toSorted()).toEqual(names);
  });
});

it('variables are the keys of schemas, and what is read beside them', () => {
  const text =
    "z.object({ PORT: z.string(), HOST: z.string() }).transform(({ HOST }) => ({ A_B: HOST }));\nenv['NODE_ENV'] ?? process.env['OTHER'];";
  expect(variablesOf(parse('a.ts', text))).toEqual(['HOST', 'NODE_ENV', 'PORT']);
});

/** The variables that a configuration reads, sorted: the keys of its zod objects, and `env['NAME']`. */
function variablesOf(file: SourceFile): string[] {
  const names = new Set<string>();
  visit(file, {
    CallExpression({ callee, arguments: [shape] }) {
      if (callee.type !== 'MemberExpression' || callee.property.type !== 'Identifier') return;
      if (callee.property.name !== 'object' || shape?.type !== 'ObjectExpression') return;
      for (const property of shape.properties)
        if (property.type === 'Property' && property.key.type === 'Identifier') names.add(property.key.name);
    },
    MemberExpression({ object, property }) {
      const isRead = object.type === 'Identifier' && object.name === 'env' && property.type === 'Literal';
      if (isRead && typeof property.value === 'string') names.add(property.value);
    },
  });
  return [...names].sort();
}

/** The variables under each heading, by the configuration that it names. */
function groupsOf(text: string): Map<string, string[]> {
  const found = new Map<string, string[]>();
  let names: string[] | undefined;
  for (const line of text.split('\n')) {
    const path = HEADING.exec(line)?.groups?.['path'];
    if (path !== undefined) found.set(path, (names = []));
    const name = /^#?(?<name>[A-Z][A-Z0-9_]*)=/.exec(line)?.groups?.['name'];
    if (name !== undefined) names?.push(name);
  }
  return found;
}
