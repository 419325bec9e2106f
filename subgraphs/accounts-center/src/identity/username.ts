import { normalize } from '@accounts-center/subgraph-kit';

/** No username is longer in any app, in UTF-16 units. */
export const MAX_USERNAME_LENGTH = 200;

/** The form in which usernames are compared: NFKC in lower case. What is longer than any username stands for its beginning. */
export function plainUsername(username: string): string {
  return normalize(username.slice(0, MAX_USERNAME_LENGTH), 'NFKC').toLowerCase();
}
