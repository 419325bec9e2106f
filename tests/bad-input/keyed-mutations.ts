import type { Account } from '@accounts-center/test-kit';

interface People {
  readonly ada: Account;
  readonly grace: Account;
}

const post = ({ ada }: People) => ({ authorId: ada.id, audience: 'PUBLIC', text: 'A post.' });
const contactPointId = `cpt_${'0'.repeat(26)}`;

/** Mutations that take an idempotency key, each with an input that lacks only that. */
export const keyedMutations: [name: string, input: (people: People) => object][] = [
  ['crossPost', post],
  ['publishFacebookPost', post],
  ['deleteFacebookPost', () => ({ postId: `fbp_${'0'.repeat(26)}` })],
  ['updateProfile', ({ ada }) => ({ accountId: ada.id, displayName: 'Ada P.' })],
  ['syncProfile', ({ ada, grace }) => ({ sourceAccountId: ada.id, accountIds: [grace.id], fields: ['PHOTO'] })],
  ['stopProfileSync', ({ grace }) => ({ accountId: grace.id, fields: ['PHOTO'] })],
  ['setSharing', ({ ada, grace }) => ({ fromAccountId: ada.id, toAccountId: grace.id, choice: 'ALWAYS' })],
  ['addContactPoint', ({ ada }) => ({ accountId: ada.id, address: 'ada@example.org' })],
  ['resendContactPointCode', () => ({ contactPointId })],
  ['verifyContactPoint', () => ({ contactPointId, code: '12345678' })],
  ['changeContactPoint', () => ({ contactPointId, address: 'ada@example.org' })],
  ['removeContactPoint', () => ({ contactPointId })],
  ['unlinkAccount', ({ grace }) => ({ accountId: grace.id })],
  ['signUp', () => ({ app: 'FACEBOOK', username: 'sally.p', displayName: 'S', password: 'only for this test' })],
];
