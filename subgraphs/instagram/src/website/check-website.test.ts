import { expect, it } from 'vitest';
import { checkWebsite } from './check-website.ts';

it.each([
  ['https://example.org', 'https://example.org/'],
  [' HTTP://Example.org/a b ', 'http://example.org/a%20b'],
  ['https://bücher.example/?q=1#top', 'https://xn--bcher-kva.example/?q=1#top'],
])('%j is a website, %s', (text, address) => {
  expect(checkWebsite(text)).toEqual({ ok: true, value: { address } });
});

it.each([
  '',
  'example.org',
  'javascript:alert(1)',
  'data:text/html,x',
  'ftp://example.org',
  'https://',
  'https://localhost/',
  'https://127.0.0.1/',
  'https://[::1]/',
  'https://bank.example@evil.example/',
  'https://a\0b',
])('%j is none', (text) => {
  expect(checkWebsite(text)).toEqual({ ok: false, code: 'NOT_A_WEBSITE' });
});

it('takes 200 letters, as browsers write them', () => {
  const prefix = 'https://example.org/';
  expect(checkWebsite(prefix + 'x'.repeat(200 - prefix.length))).toMatchObject({ ok: true });
  expect(checkWebsite(prefix + 'x'.repeat(201 - prefix.length))).toEqual({ ok: false, code: 'TOO_LONG' });
});
