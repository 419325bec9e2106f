import { GraphQLScalarType } from 'graphql';
import { describe, expect, it } from 'vitest';
import { type AppEntry, apps } from './registry.ts';
import { renameForApp, renameResolversForApp } from './rename.ts';

const facebook = apps.find((entry) => entry.service === 'facebook') as AppEntry;
const whatsApp = apps.find((entry) => entry.service === 'whatsapp') as AppEntry;

describe('renameForApp', () => {
  it.each([
    ['AppUser', 'WhatsAppUser'],
    ['AppUserConnection', 'WhatsAppUserConnection'],
    ['UpdateAppAccountInput', 'UpdateWhatsAppAccountInput'],
    ['publishAppPost', 'publishWhatsAppPost'],
    ['appFeed', 'whatsAppFeed'],
    ['appUserByUsername(id: ID!): AppUser', 'whatsAppUserByUsername(id: ID!): WhatsAppUser'],
    ['The home feed of the App account.', 'The home feed of the WhatsApp account.'],
    [
      "The text is over App's limit. `appUser` of App.",
      "The text is over WhatsApp's limit. `whatsAppUser` of WhatsApp.",
    ],
  ])('%s → %s', (template, rendered) => {
    expect(renameForApp(template, whatsApp)).toBe(rendered);
  });

  it.each([
    'Apple',
    'Apply',
    'Apps of the family',
    'application',
    'apps',
    'app: String!',
    'the app of an account',
    'APP_UNAVAILABLE',
    'happyApply',
    'mapUsers',
    'WhatsApp',
    'WhatsAppUser',
    'whatsAppUser',
  ])('leaves %s', (text) => {
    expect(renameForApp(text, facebook)).toBe(text);
  });
});

describe('renameResolversForApp', () => {
  it('renames types and fields and keeps the resolvers', () => {
    const resolve = (): string => 'post';
    const scalar = new GraphQLScalarType({ name: 'URL' });
    const renamed = renameResolversForApp(
      { Query: { appPost: resolve }, AppPost: { author: resolve }, URL: scalar },
      facebook,
    );
    expect(renamed).toEqual({ Query: { facebookPost: resolve }, FacebookPost: { author: resolve }, URL: scalar });
    expect(renamed['URL']).toBe(scalar);
  });
});
