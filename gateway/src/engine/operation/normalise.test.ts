import { parse } from 'graphql';
import { expect, it } from 'vitest';
import { openOperation } from './normalise.ts';

const textOf = (source: string, variables: Record<string, unknown> = {}, name?: string): string =>
  openOperation(parse(source), name, 'nothing').decidedBy(variables).text;

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
  expect(textOf(source, { x: true })).toBe('query($x:Boolean!){a{nothing:__typename}}');
  expect(textOf(source, { x: false })).toBe('query($x:Boolean!){c}');
});

it('there must be such an operation', () => {
  expect(() => textOf('query A { a }', {}, 'B')).toThrow('Unknown operation named "B".');
  expect(() => textOf('query A { a } query B { b }')).toThrow('Must provide operation name');
});
