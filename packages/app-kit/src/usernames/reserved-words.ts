import { apps } from '@accounts-center/schema';

const words = [
  'about',
  'accounts',
  'accountscenter',
  'admin',
  'administrator',
  'api',
  'contact',
  'everyone',
  'feed',
  'graphql',
  'help',
  'home',
  'legal',
  'login',
  'logout',
  'mail',
  'me',
  'media',
  'meta',
  'moderator',
  'null',
  'official',
  'payments',
  'postmaster',
  'press',
  'privacy',
  'root',
  'search',
  'security',
  'settings',
  'signin',
  'signup',
  'staff',
  'support',
  'system',
  'team',
  'terms',
  'undefined',
  'verified',
  'webmaster',
  'www',
];

/**
 * Words that no account may have for a username, the same in every app so that a name free in one is not reserved in the
 * next; the apps' own names are among them. Without separators: `ad.min` is `admin`.
 */
export const reservedWords: ReadonlySet<string> = new Set([
  ...words,
  ...apps.map((app) => app.service.replaceAll('-', '')),
]);
