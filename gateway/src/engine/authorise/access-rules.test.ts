import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { loadSupergraph } from '../supergraph/load-supergraph.ts';
import { compose } from '../testing/test-graph.ts';
import type { AccessRules } from './access-rules.ts';
import { type DecidedGrants, holds } from './rule.ts';

/** Somebody with these scopes and policies; nobody where there are none. */
function grants(...names: readonly string[]): DecidedGrants {
  const scopes = new Set(names.filter((name) => !name.startsWith('p')));
  return { isAuthenticated: names.length > 0, scopes, policies: new Set(names.filter((name) => name.startsWith('p'))) };
}
const NOBODY = grants();
const SOMEBODY = grants('none');

function rulesOf(sdl: string, others: Record<string, string> = {}, change = (supergraph: string) => supergraph) {
  const subgraphs = Object.fromEntries(
    Object.entries({ a: sdl, ...others }).map(([name, text]) => [name, { sdl: text }]),
  );
  const { rules } = loadSupergraph(change(compose(subgraphs)));
  return { rules, mayRead: (place: string, who: DecidedGrants) => mayReadBy(rules, place, who) };
}

function mayReadBy(rules: AccessRules | undefined, place: string, who: DecidedGrants): boolean {
  const [type = '', field = ''] = place.split('.');
  const rule = rules?.ruleOf(type, field);
  return rule === undefined || holds(rule, who);
}

const PLACES = 'on FIELD_DEFINITION | OBJECT | INTERFACE | SCALAR | ENUM';

/** A supergraph that can have all rules where composition would not write any. */
function withDirectives(supergraph: string): string {
  const names = ['authenticated', 'requiresScopes', 'policy'].filter(
    (name) => !supergraph.includes(`directive @${name}`),
  );
  const links = names.map((name) => `@link(url: "https://specs.apollo.dev/${name}/v0.1", for: SECURITY)`);
  const definitions = { authenticated: '', requiresScopes: '(scopes: [[S!]!]!)', policy: '(policies: [[S!]!]!)' };
  const written = names.map((name) => `directive @${name}${definitions[name as 'policy']} ${PLACES}`);
  return [supergraph.replace(join, `$1 ${links.join(' ')}`), ...written, 'scalar S'].join('\n');
}

const join = /(@link\(url: "https:\/\/specs.apollo.dev\/join\/[^)]*\))/;

describe('a rule', () => {
  it('is none where nothing is said', () => {
    expect(rulesOf('type Query { a: Int }').rules).toBeUndefined();
    expect(rulesOf('type Query { a: Int b: Int @authenticated }').rules?.ruleOf('Query', 'a')).toBeUndefined();
  });

  it('takes one of its lists in full', () => {
    const { mayRead } = rulesOf('type Query { a: Int @requiresScopes(scopes: [["a", "b"], ["c"]]) }');
    expect(mayRead('Query.a', grants('a'))).toBe(false);
    expect(mayRead('Query.a', grants('a', 'b'))).toBe(true);
    expect(mayRead('Query.a', grants('c'))).toBe(true);
  });

  it('takes each directive of a place', () => {
    const { mayRead } = rulesOf(
      'type Query { a: Int @authenticated @requiresScopes(scopes: [["a"]]) @policy(policies: [["p", "p2"], ["p3"]]) }',
    );
    expect(mayRead('Query.a', grants('a'))).toBe(false);
    expect(mayRead('Query.a', grants('p3'))).toBe(false);
    expect(mayRead('Query.a', grants('a', 'p', 'p2'))).toBe(true);
  });

  it('takes what each subgraph says of a shared place', () => {
    const { mayRead } = rulesOf('type Query { a: Int @shareable @requiresScopes(scopes: [["a"], ["b"]]) }', {
      b: 'type Query { a: Int @shareable @requiresScopes(scopes: [["c"]]) }',
    });
    expect(['a', 'c'].map((scope) => mayRead('Query.a', grants(scope)))).toEqual([false, false]);
    expect(mayRead('Query.a', grants('b', 'c'))).toBe(true);
  });

  it('that nothing can meet is met by nobody, and scopes are of somebody who is known', () => {
    const { mayRead } = rulesOf(
      'type Query { a: Int @requiresScopes(scopes: []) b: Int @requiresScopes(scopes: [[]]) }',
    );
    expect(mayRead('Query.a', grants('a', 'b'))).toBe(false);
    expect([NOBODY, SOMEBODY].map((who) => mayRead('Query.b', who))).toEqual([false, true]);
    expect(mayRead('Query.b', { ...NOBODY, scopes: new Set(['a']) })).toBe(false);
  });
});

describe('a rule of a type', () => {
  const sdl = `
    type Query { secret: Secret list: [[Secret!]!]! any: Any kinds: [Kind] open: Open }
    type Secret @authenticated { x: Int }
    type Open { x: Int }
    scalar Any @authenticated
    enum Kind @authenticated { A }`;

  it.each(['secret', 'list', 'any', 'kinds'])('is one of the field %s, which returns it', (field) => {
    const { mayRead } = rulesOf(sdl);
    expect([NOBODY, SOMEBODY].map((who) => mayRead(`Query.${field}`, who))).toEqual([false, true]);
  });

  it('is one of all its fields, of its name, and of nothing else', () => {
    const { mayRead } = rulesOf(sdl);
    const places = ['Secret.x', 'Secret.__typename', 'Open.x', 'Open.__typename', 'Query.open', 'Query.__typename'];
    expect(places.map((place) => mayRead(place, NOBODY))).toEqual([false, false, true, true, true, true]);
  });
});

describe('an interface', () => {
  const sdl = `
    type Query { users: [User] admins: [Staff] }
    interface User { id: ID! name: String }
    interface Staff { id: ID! }
    type Admin implements User & Staff @authenticated { id: ID! name: String }
    type Member implements User { id: ID! name: String @requiresScopes(scopes: [["names"]]) }`;

  it('has no rules of its own where composition wrote what its types demand', () => {
    const { mayRead } = rulesOf(sdl);
    const places = ['Query.users', 'Member.id', 'Member.name', 'Admin.id'];
    expect(places.map((place) => mayRead(place, NOBODY))).toEqual([true, true, false, false]);
    expect(mayRead('Admin.name', SOMEBODY)).toBe(true);
  });

  it('is kept from who may read none of its types', () => {
    const { mayRead } = rulesOf(sdl);
    expect([NOBODY, SOMEBODY].map((who) => mayRead('Query.admins', who))).toEqual([false, true]);
  });

  it('has rules of its own for all its types where they say more', () => {
    const { mayRead } = rulesOf(sdl, {}, (supergraph) =>
      withDirectives(supergraph)
        .replace(/(interface User[^{]*)@authenticated/, '$1@requiresScopes(scopes: [["users"]])')
        .replace(/(interface User[^}]*id: ID!)/, '$1 @policy(policies: [["p"]])'),
    );
    expect(mayRead('Query.users', SOMEBODY)).toBe(false);
    expect(mayRead('Member.id', grants('users'))).toBe(false);
    expect(mayRead('Member.id', grants('users', 'p'))).toBe(true);
    expect(mayRead('Admin.name', SOMEBODY)).toBe(false);
  });

  it('gives its types the rules of an object that stands for it in a subgraph', () => {
    const { mayRead } = rulesOf(
      'type Query { things: [Thing] } interface Thing @key(fields: "id") { id: ID! } type A implements Thing @key(fields: "id") { id: ID! }',
      { b: 'type Thing @interfaceObject @key(fields: "id") { id: ID! mark: Int @authenticated }' },
    );
    expect([NOBODY, SOMEBODY].map((who) => mayRead('A.mark', who))).toEqual([false, true]);
    expect(mayRead('A.id', NOBODY)).toBe(true);
  });
});

describe('a field that is made of others takes what they take, whatever composition was content with', () => {
  it('by @requires', () => {
    const { mayRead } = rulesOf(
      'type Query { a: A } type A @key(fields: "id") { id: ID! o: O } type O { c: Int d: Int }',
      {
        b: `type A @key(fields: "id") { id: ID! o: O @external tax: Int @requires(fields: "o { c }") free: Int }
            type O { c: Int @external }`,
        c: `type A @key(fields: "id") { id: ID! tax: Int @external total: Int @requires(fields: "tax") }`,
      },
      (supergraph) => withDirectives(supergraph).replace(/( c: Int[^\n]*)/, '$1 @authenticated'),
    );
    const places = ['O.c', 'A.tax', 'A.total', 'A.free', 'A.o', 'O.d'];
    expect(places.map((place) => mayRead(place, NOBODY))).toEqual([false, false, false, true, true, true]);
    expect(mayRead('A.total', SOMEBODY)).toBe(true);
  });

  it('by @fromContext', () => {
    const { mayRead } = rulesOf(
      `type Query { shop: Shop }
       type Shop @key(fields: "id") @context(name: "shop") { id: ID! margin: Int item: Item }
       type Item @key(fields: "id") { id: ID! price(m: Int @fromContext(field: "$shop { margin }")): Int name: String }`,
      { b: 'type Item @key(fields: "id") { id: ID! weight: Int }' },
      (supergraph) => withDirectives(supergraph).replace(/(margin: Int)\n/, '$1 @authenticated\n'),
    );
    const places = ['Shop.margin', 'Item.price', 'Item.name', 'Item.weight'];
    expect(places.map((place) => mayRead(place, NOBODY))).toEqual([false, false, true, true]);
    expect(mayRead('Item.price', SOMEBODY)).toBe(true);
  });
});

describe('the directives are known by whatever name a supergraph gives them', () => {
  const plain = 'type Query { a: Int @authenticated b: Int }';
  const link = '@link(url: "https://specs.apollo.dev/authenticated/v0.1"';
  const known = (name: string, rest: string) => (supergraph: string) =>
    supergraph
      .replaceAll('@authenticated', `@${name}`)
      .replace(/@link\(url: "https:\/\/specs.apollo.dev\/authenticated[^\n]*/, `${link}${rest})`);

  it.each([
    ['auth', ', import: [{ name: "@authenticated", as: "@auth" }], for: SECURITY'],
    ['auth', ', as: "auth", for: SECURITY'],
    ['my__authenticated', ', as: "my", for: SECURITY'],
    ['authenticated__authenticated', ', for: SECURITY'],
    ['federation__authenticated', ', import: [{ name: "@authenticated", as: "@federation__authenticated" }]'],
    ['authenticated', ''],
  ])('@%s, linked with%s', (name, rest) => {
    const { mayRead } = rulesOf(plain, {}, known(name, rest));
    expect([NOBODY, SOMEBODY].map((who) => mayRead('Query.a', who))).toEqual([false, true]);
    expect(mayRead('Query.b', NOBODY)).toBe(true);
  });

  it('as composition writes it for subgraphs that rename their imports', () => {
    const typeDefs = parse(`
      extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [{ name: "@authenticated", as: "@auth" }])
      type Query { a: Int @auth b: Int @federation__requiresScopes(scopes: [["a"]]) }`);
    const { supergraphSdl = '' } = composeServices([{ name: 'a', url: '', typeDefs }]);
    const { rules } = loadSupergraph(supergraphSdl);
    expect(['Query.a', 'Query.b'].map((place) => mayReadBy(rules, place, NOBODY))).toEqual([false, false]);
    expect(['Query.a', 'Query.b'].map((place) => mayReadBy(rules, place, SOMEBODY))).toEqual([true, false]);
  });

  it('and on extensions of types', () => {
    const { mayRead } = rulesOf(plain, {}, (supergraph) => `${supergraph} extend type Query @authenticated`);
    expect(mayRead('Query.b', NOBODY)).toBe(false);
  });
});

describe('a supergraph is refused', () => {
  const plain = 'type Query { a: Int @requiresScopes(scopes: [["a"]]) }';

  it('for a version that is not known, even if it says not to be for security', () => {
    const later = (rest: string) => (supergraph: string) =>
      supergraph.replace(/(requiresScopes\/v0.)1", for: SECURITY/, `$12"${rest}`);
    expect(() => rulesOf(plain, {}, later(', for: SECURITY'))).toThrow('requiresScopes/v0.2');
    expect(() => rulesOf(plain, {}, later(''))).toThrow('requiresScopes/v0.2');
  });

  it('for directives that are of no specification', () => {
    const unlinked = (supergraph: string) => supergraph.replace(/@link\(url: "[^"]*requiresScopes[^\n]*/, '');
    expect(() => rulesOf(plain, {}, unlinked)).toThrow('@requiresScopes is declared without a @link');
  });

  it('for arguments that can not be read', () => {
    const scopes = (text: string) => (supergraph: string) => supergraph.replace('(scopes: [["a"]])', text);
    for (const text of ['', '(scopes: null)', '(scopes: "a")', '(scopes: [[1]])'])
      expect(() => rulesOf(plain, {}, scopes(text))).toThrow('"scopes" of a directive');
  });
});
