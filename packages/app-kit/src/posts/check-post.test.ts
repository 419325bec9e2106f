import { describe, expect, it } from 'vitest';
import { circlePostRules as rules } from '../testing/circle.ts';
import type { User } from '../users/user.ts';
import { checkPost, type DraftToCheck } from './check-post.ts';

const author: User = {
  id: 'ccu_1',
  username: 'ana',
  displayName: 'Ana',
  photoId: null,
  bio: '',
  isPrivate: false,
  isVerified: false,
  state: 'ACTIVE',
  stateVersion: 1,
  createdAt: new Date(0),
};
const photo = { kind: 'PHOTO', width: 100, height: 100, durationMs: null } as const;
const video = { ...photo, kind: 'VIDEO', durationMs: 60_000 } as const;
const draft: DraftToCheck = { text: 'Hello', audience: 'PUBLIC', media: [] };

function reasons(change: Partial<DraftToCheck>, ofAuthor: User | undefined = author, ofRules = rules): string[] {
  return checkPost(ofRules, ofAuthor, { ...draft, ...change }).map(({ reason }) => reason);
}

describe('X5: a post is judged by the app’s rules', () => {
  it.each<[string, Partial<DraftToCheck>, string[]]>([
    ['text alone', {}, []],
    ['a file alone', { text: '', media: [photo] }, []],
    ['nothing', { text: '' }, ['EMPTY']],
    ['blanks', { text: ' \n\t' }, ['EMPTY']],
    ['a text at the limit', { text: 'é'.repeat(50) }, []],
    ['a decomposed text at the limit', { text: 'e\u0301'.repeat(50) }, []],
    ['one letter more', { text: '👍'.repeat(51) }, ['TEXT_TOO_LONG']],
    ['as many files as fit', { media: [photo, video, photo] }, []],
    ['one more', { media: [photo, photo, photo, photo] }, ['TOO_MUCH_MEDIA']],
    ['a file that is not there', { media: [photo, undefined] }, ['MEDIA_NOT_FOUND']],
    ['a video too long', { media: [{ ...video, durationMs: 60_001 }] }, ['MEDIA_NOT_ACCEPTED']],
    ['the tallest shape', { media: [{ ...photo, width: 500, height: 1_000 }] }, []],
    ['a pixel off, which is rounding', { media: [{ ...photo, width: 499, height: 1_000 }] }, []],
    ['a taller one', { media: [{ ...photo, width: 498, height: 1_000 }] }, ['MEDIA_NOT_ACCEPTED']],
    ['the widest shape', { media: [{ ...photo, width: 2_000, height: 1_000 }] }, []],
    ['a wider one', { media: [{ ...photo, width: 2_002, height: 1_000 }] }, ['MEDIA_NOT_ACCEPTED']],
    ['all that is wrong', { text: 'x'.repeat(51), media: [undefined] }, ['TEXT_TOO_LONG', 'MEDIA_NOT_FOUND']],
  ])('%s', (_, change, expected) => {
    expect(reasons(change)).toEqual(expected);
  });

  it('names the limit in words', () => {
    const [refusal] = checkPost({ ...rules, maxTextLength: 2_200 }, author, { ...draft, text: 'x'.repeat(2_345) });
    expect(refusal?.message).toBe('The text has 2,345 letters; at most 2,200 fit.');
  });

  it('may ask for media, and for one kind of it', () => {
    expect(reasons({}, author, { ...rules, minMedia: 1 })).toEqual(['MEDIA_REQUIRED']);
    expect(reasons({ text: '' }, author, { ...rules, minMedia: 1 })).toEqual(['MEDIA_REQUIRED']);
    expect(reasons({ media: [video] }, author, { ...rules, mediaKinds: ['PHOTO'] })).toEqual(['MEDIA_NOT_ACCEPTED']);
  });

  it('wants an account that may act, and an app with posts', () => {
    expect(checkPost(rules, undefined, draft).map(({ reason }) => reason)).toEqual(['ACCOUNT_NOT_ACTIVE']);
    expect(reasons({}, { ...author, state: 'SUSPENDED' })).toEqual(['ACCOUNT_NOT_ACTIVE']);
    expect(checkPost(null, author, draft).map(({ reason }) => reason)).toEqual(['NO_POSTS']);
  });
});

describe('X4: an audience is kept exactly, or refused', () => {
  const [open, closed] = [author, { ...author, isPrivate: true }];
  const impossible = ['AUDIENCE_NOT_POSSIBLE'];

  it.each([
    ['PER_POST', open, 'PUBLIC', []],
    ['PER_POST', open, 'FOLLOWERS', []],
    ['PER_POST', closed, 'FOLLOWERS', []],
    ['PER_ACCOUNT', open, 'PUBLIC', []],
    ['PER_ACCOUNT', open, 'FOLLOWERS', impossible],
    ['PER_ACCOUNT', closed, 'PUBLIC', impossible],
    ['PER_ACCOUNT', closed, 'FOLLOWERS', []],
    ['ALWAYS_PUBLIC', open, 'PUBLIC', []],
    ['ALWAYS_PUBLIC', open, 'FOLLOWERS', impossible],
  ] as const)('%s, $1.isPrivate, %s', (rule, ofAuthor, audience, expected) => {
    expect(reasons({ audience }, ofAuthor, { ...rules, audience: rule })).toEqual(expected);
  });
});
