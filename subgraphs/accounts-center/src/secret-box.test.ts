import { describe, expect, it } from 'vitest';
import { createSecretBox } from './secret-box.ts';

const keyOf = (byte: number): string => Buffer.alloc(32, byte).toString('base64');

describe('a secret box', () => {
  const box = createSecretBox([keyOf(1)]);

  it('opens what it sealed, for the same purpose only', () => {
    const sealed = box.seal('grüße', 'mail');
    expect(Buffer.from(sealed, 'base64url').includes('grüße')).toBe(false);
    expect(box.open(sealed, 'mail')).toBe('grüße');
    expect(() => box.open(sealed, 'signing key')).toThrow();
  });

  it('seals the same text differently each time', () => {
    expect(box.seal('text', 'mail')).not.toBe(box.seal('text', 'mail'));
  });

  it('refuses what was altered or cut', () => {
    const sealed = box.seal('text', 'mail');
    const flipped = sealed.slice(0, 20) + (sealed[20] === 'A' ? 'B' : 'A') + sealed.slice(21);
    for (const broken of [flipped, sealed.slice(0, -4), sealed.slice(0, 12), ''])
      expect(() => box.open(broken, 'mail')).toThrow();
  });

  it('opens with older keys, and seals with the newest', () => {
    const older = box.seal('text', 'mail');
    const rotated = createSecretBox([keyOf(2), keyOf(1)]);
    expect(rotated.open(older, 'mail')).toBe('text');
    expect(createSecretBox([keyOf(2)]).open(rotated.seal('new', 'mail'), 'mail')).toBe('new');
    expect(() => createSecretBox([keyOf(2)]).open(older, 'mail')).toThrow('No secret key');
  });

  it('makes keyed hashes, one for each purpose', () => {
    expect(box.mac('12345678', 'a')).toBe(box.mac('12345678', 'a'));
    expect(box.mac('12345678', 'a')).not.toBe(box.mac('12345678', 'b'));
    expect(box.mac('12345678', 'a')).not.toBe(createSecretBox([keyOf(2)]).mac('12345678', 'a'));
  });

  it.each([[[]], [['']], [[Buffer.alloc(31).toString('base64')]]])('refuses missing and short keys', (keys) => {
    expect(() => createSecretBox(keys)).toThrow();
  });
});
