import { serialize } from 'node:v8';
import { type DocumentNode, parse, visit } from 'graphql';
import { describe, expect, it } from 'vitest';
import { PlanCache } from '../plan/plan-cache.ts';
import { type NormalisedOperation, openOperation } from './normalise.ts';

const open = (document: DocumentNode, name?: string, decided = new PlanCache<NormalisedOperation>(1_000_000)) =>
  openOperation(document, name, { id: '0', decided, placeholder: 'nothing' });
const textOf = (source: string, variables: Record<string, unknown> = {}, name?: string): string =>
  open(parse(source), name).decidedBy(variables).text;

it('operations that differ in writing only are equal', () => {
  const text = '{a(x:1){b c}}';
  expect(textOf('query Named { a(x: 1) { b, c } } # why')).toBe(text);
  expect(textOf('{ a: a(x: 1) { b @include(if: true) c @skip(if: false) d @skip(if: true) } }')).toBe(text);
  expect(textOf('query A { z } query B { a(x: 1) { b c } }', {}, 'B')).toBe(text);
});

it('aliases and the order of fields are no matter of writing', () => {
  expect(new Set(['{ a b }', '{ b a }', '{ x: a b }'].map((source) => textOf(source))).size).toBe(3);
});

it('fragments stand where they are spread, each once in a selection', () => {
  const source =
    '{ ...F ... on Query @include(if: false) { z } ...F } fragment F on Query { a { ...G } } fragment G on A { b }';
  expect(textOf(source)).toBe('{...on Query{a{...on A{b}}}}');
});

it('variables decide conditions', () => {
  const source = 'query ($x: Boolean!) { a @include(if: $x) { b @skip(if: $x) } c @skip(if: $x) }';
  expect(textOf(source, { x: true })).toBe('{a{nothing:__typename}}');
  expect(textOf(source, { x: false })).toBe('{c}');
});

it('there must be such an operation', () => {
  expect(() => textOf('query A { a }', {}, 'B')).toThrow('Unknown operation named "B".');
  expect(() => textOf('query A { a } query B { b }')).toThrow('Must provide operation name');
});

it('a condition that is null is refused, unless it decides nothing', () => {
  const source = `query ($x: Boolean = true, $y: Boolean = true) {
    ...F @include(if: $x) a @include(if: $y) @skip(if: $x)
  } fragment F on Query { b { c @skip(if: $y) } }`;
  expect(() => textOf(source, { x: true, y: null })).toThrow('must not be null');
  expect(() => textOf(source, { x: null, y: false })).toThrow('must not be null');
  expect(() => textOf(source, { x: false, y: null })).toThrow('must not be null');
  expect(textOf('query ($x: Boolean = true) { a @include(if: $x) @skip(if: true) b }', { x: null })).toBe('{b}');
});

describe('what is kept of an operation', () => {
  const names = 'abcdef'.split('');
  const source = `query (${names.map((name) => `$${name}: Boolean!`).join(' ')}) {
    ${names.map((name) => `${name}: c @include(if: $${name})`).join(' ')}
    ${Array.from({ length: 200 }, (_, index) => `x${index}: c`).join(' ')}
  }`;
  const combinations = Array.from({ length: 2 ** names.length }, (_, bits) =>
    Object.fromEntries(names.map((name, index) => [name, Math.floor(bits / 2 ** index) % 2 === 1])),
  );

  it('takes no more room than there is, however many combinations of conditions clients choose', () => {
    const [one, ...others] = combinations.map((variables) => open(parse(source)).decidedBy(variables));
    const room = 10 * (one?.sizeBytes ?? 0);
    const decided = new PlanCache<NormalisedOperation>(room);
    const operation = open(parse(source), undefined, decided);
    for (const variables of combinations) operation.decidedBy(variables);
    expect(decided.sizeBytes).toBeLessThanOrEqual(room);
    expect(decided.latest().length).toBeGreaterThan(5);
    expect(operation.decidedBy(combinations[1] ?? {}).text).toBe(others[0]?.text);
  });

  it('is counted with its nodes, and keeps nothing of the document', () => {
    const { node, text, sizeBytes } = open(parse(`${source} # ${'x'.repeat(10_000)}`)).decidedBy({});
    expect(sizeBytes).toBeGreaterThan(serialize(node).byteLength);
    expect(text).not.toContain('xx');
    const nodes: object[] = [];
    visit(node, { enter: (each) => void nodes.push(each) });
    expect(nodes.filter((each) => 'loc' in each)).toEqual([]);
  });

  it('is decided once', () => {
    const operation = open(parse(source));
    expect(operation.decidedBy({ a: true })).toBe(operation.decidedBy({ a: true, unheard: 1 }));
    expect(operation.decidedBy({ a: true })).not.toBe(operation.decidedBy({ a: false }));
  });
});
