import { movableClock } from '@accounts-center/subgraph-kit';
import { describe, expect, it } from 'vitest';
import { createAddresses } from './address.ts';
import type { MediaFacts } from './media.ts';

const HOUR_MS = 60 * 60 * 1000;
const clock = movableClock(new Date('2026-11-23T10:00:00.000Z'));
const parts = { service: 'facebook', publicUrl: 'http://localhost:4000', mediaKey: 'key', clock };
const addresses = createAddresses(parts);

const photo: MediaFacts = {
  id: 'fbm_1',
  ownerId: 'fbu_1',
  kind: 'PHOTO',
  mainFile: 'original.jpg',
  width: 4,
  height: 3,
  durationMs: null,
  sizeBytes: 100,
  altText: null,
  access: 'PUBLIC',
};

function signatureOf(address: string) {
  const { searchParams } = new URL(address);
  return { expires: searchParams.get('expires') ?? '', signature: searchParams.get('signature') ?? '' };
}

describe('the address of a file', () => {
  it('is plain where everybody may load it', () => {
    expect(addresses.of(photo, 'SMALL')).toBe('http://localhost:4000/media/facebook/fbm_1/small.webp');
    const video: MediaFacts = { ...photo, kind: 'VIDEO', mainFile: 'video.webm' };
    expect(addresses.of(video, 'SMALL')).toBe('http://localhost:4000/media/facebook/fbm_1/video.webm');
  });

  it('is signed for an hour where not everybody may load it', () => {
    const signature = signatureOf(addresses.of({ ...photo, access: 'RESTRICTED' }, 'LARGE'));
    expect(addresses.isSigned('fbm_1', 'large.webp', signature)).toBe(true);
    clock.advance(HOUR_MS - 1_000);
    expect(addresses.isSigned('fbm_1', 'large.webp', signature)).toBe(true);
    clock.advance(1_000);
    expect(addresses.isSigned('fbm_1', 'large.webp', signature)).toBe(false);
  });

  it('is signed for one file, one time and by one service', () => {
    const signature = signatureOf(addresses.of({ ...photo, access: 'RESTRICTED' }, 'LARGE'));
    expect(addresses.isSigned('fbm_2', 'large.webp', signature)).toBe(false);
    expect(addresses.isSigned('fbm_1', 'small.webp', signature)).toBe(false);
    expect(addresses.isSigned('fbm_1', 'large.webp', { ...signature, expires: `${signature.expires}0` })).toBe(false);
    expect(addresses.isSigned('fbm_1', 'large.webp', { ...signature, signature: '' })).toBe(false);
    expect(createAddresses({ ...parts, mediaKey: 'another' }).isSigned('fbm_1', 'large.webp', signature)).toBe(false);
  });
});
