import { describe, expect, it } from 'vitest';
import { isBarrel, namesOfState, usesOfTimeAndChance } from './code-smells.ts';
import { mayImport } from './layers.ts';
import { servicesInReads } from './read-resolvers.ts';
import { parse } from './source-files.ts';

describe('the rules of the architecture', () => {
  const slice = 'subgraphs/accounts-center/src/linking';

  it.each([
    ['linking.resolvers.ts', 'linking.service.ts', true],
    ['linking.service.ts', 'linking.store.ts', true],
    ['linking.service.ts', 'link-flow.service.ts', true],
    ['linking.service.ts', 'linking.ts', true],
    ['linking.test.ts', 'linking.table.ts', true],
    ['linking.ts', 'linking.service.ts', true],
    ['linking.ts', 'linking.resolvers.ts', false],
    ['linking.store.ts', 'linking.service.ts', false],
    ['linking.service.ts', 'linking.resolvers.ts', false],
  ])('%s may import %s: %s', (from, to, allowed) => {
    expect(mayImport(`${slice}/${from}`, `${slice}/${to}`)).toBe(allowed);
  });

  it('find time and chance, but not a date made of something', () => {
    const file = parse('a.ts', 'const a = Date.now();\nconst b = new Date();\nMath.random();\nconst c = new Date(a);');
    expect(usesOfTimeAndChance(file)).toEqual(['a.ts:1 Date.now()', 'a.ts:2 new Date()', 'a.ts:3 Math.random()']);
  });

  it('find state in a module, but neither constants nor the variables of a function', () => {
    const text =
      'export let a = 1;\nconst b = new Map();\nconst c = new Set([1]);\nconst d = [1];\nfunction f() { let e = 1; return e; }';
    expect(namesOfState(parse('a.ts', text))).toEqual(['a.ts:1 a = 1;', 'a.ts:2 b = new Map();']);
  });

  it('find services in what a list can reach, and not in queries, mutations or the names of loaders', () => {
    const text = `export function linkingResolvers({ linking }: Services): Resolvers {
      return {
        Query: { link: (_root, { id }) => linking.find(id) },
        User: {
          links: ({ id }) => linking.of(id),
          linking: ({ id }, _args, { loaders }) => loaders.linking.of.load(id),
          names: (user, _args, context) => namesOf(user, context),
        },
        Mutation: { link: (_root, { input }, context) => context.services.links.add(input) },
      };
    }
    function namesOf({ id }: User, context: Context) {
      return context.services.names.of(id);
    }
    function unused(context: Context) {
      return context.services.names.all();
    }`;
    expect(servicesInReads(parse('a.ts', text))).toEqual(['a.ts:5 User uses linking', 'a.ts:13 User uses services']);
  });

  it('find barrels', () => {
    expect(isBarrel(parse('a.ts', "export * from './b.ts';\nexport { c } from './c.ts';"))).toBe(true);
    expect(isBarrel(parse('a.ts', "export type { B } from './b.ts';\nexport const a = 1;"))).toBe(false);
  });
});
