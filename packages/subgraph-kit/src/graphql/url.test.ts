import { Kind } from 'graphql';
import { expect, it } from 'vitest';
import { url } from './url.ts';

it.each(['https://example.org', 'http://localhost:4000/media/facebook/fbm_1/large.webp?signature=a'])(
  'takes %s',
  (address) => {
    expect(url.parseValue(address)).toBe(address);
    expect(url.parseLiteral({ kind: Kind.STRING, value: address })).toBe(address);
    expect(url.serialize(address)).toBe(address);
  },
);

it.each([
  '',
  'example.org',
  '/media/1',
  'javascript:alert(1)',
  'data:text/html,hello',
  'ftp://example.org',
  `https://example.org/${'a'.repeat(2_048)}`,
  1,
  null,
  {},
])('refuses %j, coming and going', (value) => {
  expect(() => url.parseValue(value)).toThrow('https://');
  expect(() => url.serialize(value)).toThrow('https://');
});

it('refuses a literal of another kind', () => {
  expect(() => url.parseLiteral({ kind: Kind.INT, value: '1' })).toThrow('https://');
});
