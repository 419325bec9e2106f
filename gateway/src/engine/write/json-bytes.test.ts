import { expect, it } from 'vitest';
import { JsonBytes } from './json-bytes.ts';

const TEXTS = ['', 'a', 'é', '日本', '😀', 'x'.repeat(200), `${'x'.repeat(99)}é`, '😀'.repeat(60)];

it('has all texts that were added, one after the other', () => {
  const json = new JsonBytes();
  for (const text of TEXTS) json.add(text);
  expect(json.copy().toString()).toBe(TEXTS.join(''));
  expect(json.length).toBe(Buffer.byteLength(TEXTS.join('')));
});

it('repeats what stands in it, by bytes', () => {
  const json = new JsonBytes();
  json.add('é');
  const start = json.length;
  json.add('日x');
  json.repeat(start, json.length);
  expect(json.copy().toString()).toBe('é日x日x');
});

it.each([10_000, 100_000, 20_000_000])('grows to any length: %i', (length) => {
  const json = new JsonBytes();
  json.add('[');
  json.add('x'.repeat(length));
  json.repeat(0, json.length);
  expect(json.copy().toString() === `[${'x'.repeat(length)}`.repeat(2)).toBe(true);
});

it('begins anew after any text', () => {
  const json = new JsonBytes();
  for (const text of ['é', 'x'.repeat(20_000_000), 'plain']) {
    json.clear();
    json.add(text);
    expect(json.copy().toString() === text).toBe(true);
  }
});

it('refuses to grow beyond what it may, and begins anew', () => {
  const json = new JsonBytes(1_000_000);
  json.add('x'.repeat(100_000));
  const grow = (): void => {
    for (let times = 0; times < 5; times++) json.repeat(0, json.length);
  };
  expect(grow).toThrow('too large');
  json.clear();
  json.add('small');
  expect(json.copy().toString()).toBe('small');
});
