import { describe, expect, it } from 'vitest';
import { compose } from '../testing/test-graph.ts';
import { loadSupergraph } from './load-supergraph.ts';

const sdl = compose({
  a: { sdl: 'type Query { a: A } type A @key(fields: "id") { id: ID! x: Int y: Int }' },
  b: {
    sdl: 'type A @key(fields: "id") { id: ID! y: Int @override(from: "a", label: "percent(5)") }',
  },
});

describe('a supergraph is refused by the name of what it demands', () => {
  it.each([
    ['https://specs.apollo.dev/authenticated/v0.2', 'SECURITY'],
    ['https://specs.apollo.dev/secrets/v0.1', 'SECURITY'],
    ['https://specs.apollo.dev/connect/v0.1', 'EXECUTION'],
    ['https://example.com/magic/v1.0', 'EXECUTION'],
  ])('%s', (url, purpose) => {
    const demanding = sdl.replace(
      /(@link\(url: "https:\/\/specs.apollo.dev\/join\/[^)]*\))/,
      `$1 @link(url: "${url}", for: ${purpose})`,
    );
    expect(() => loadSupergraph(demanding)).toThrow(url);
  });

  it('or of its version', () => {
    expect(() => loadSupergraph(sdl.replace(/join\/v0.\d/, 'join/v9.9'))).toThrow('v9.9');
  });

  it('but not for what is no matter of execution', () => {
    const tagged = sdl.replace(
      /(@link\(url: "https:\/\/specs.apollo.dev\/join\/[^)]*\))/,
      '$1 @link(url: "https://example.com/notes/v1.0")',
    );
    expect(loadSupergraph(tagged).apiSchema.getType('A')).toBeDefined();
  });
});

it('knows labels, reserved names and required arguments', () => {
  expect([...loadSupergraph(sdl).overridden.keys()]).toEqual(['percent(5)']);
  const loaded = loadSupergraph(
    compose({
      a: {
        sdl: 'type Query { a: A } type A @key(fields: "id o { k }") { id: ID! o: O price(c: Int): Int } type O { k: Int }',
      },
      b: {
        sdl: 'type A @key(fields: "id o { k }") { id: ID! o: O price(c: Int): Int @external tax: Int @requires(fields: "price(c: 1)") } type O { k: Int }',
      },
    }),
  );
  expect([...loaded.reservedNames].sort()).toEqual(['__typename', 'c', 'id', 'k', 'o', 'price', 'price__with_0']);
  expect(loaded.apiSchema.getType('A')?.toString()).toBe('A');
});
