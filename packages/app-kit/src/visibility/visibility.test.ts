import { expect, it } from 'vitest';
import type { User } from '../users/user.ts';
import { type Closeness, effectiveAudience, maySeeConnections, visibleAudiences } from './visibility.ts';

it.each<[isPrivate: boolean, Closeness, audiences: string[], connections: boolean]>([
  [false, 'STRANGER', ['PUBLIC'], true],
  [false, 'ACCEPTED', ['PUBLIC', 'FOLLOWERS'], true],
  [false, 'SELF', ['PUBLIC', 'FOLLOWERS'], true],
  [true, 'STRANGER', [], false],
  [true, 'ACCEPTED', ['PUBLIC', 'FOLLOWERS'], true],
  [true, 'SELF', ['PUBLIC', 'FOLLOWERS'], true],
])('private %s, seen by %s: posts for %j, connections %s', (isPrivate, closeness, audiences, connections) => {
  const owner = { isPrivate } as User;
  expect(visibleAudiences(owner, closeness)).toEqual(audiences);
  expect(maySeeConnections(owner, closeness)).toBe(connections);
});

it('X4: what a private account publishes is for its followers, whatever it was published for', () => {
  const seenBy = (isPrivate: boolean) =>
    (['PUBLIC', 'FOLLOWERS'] as const).map((audience) => effectiveAudience({ isPrivate }, audience));
  expect(seenBy(false)).toEqual(['PUBLIC', 'FOLLOWERS']);
  expect(seenBy(true)).toEqual(['FOLLOWERS', 'FOLLOWERS']);
});
