import { type AppEntry, accountsCenter, apps } from '@accounts-center/schema';
import { generateKeyring, type Keyring } from '@accounts-center/subgraph-kit';

/** Every direction in which one service may call another, `issuer>audience`. */
function directions(family: readonly AppEntry[]): string[] {
  const appServices = family.map(({ service }) => service);
  return [
    ...[...appServices, accountsCenter].map((service) => `gateway>${service}`),
    ...appServices.flatMap((app) =>
      ['contract', 'media', 'events'].map((audience) => `${accountsCenter}>${app}/${audience}`),
    ),
    ...appServices.map((app) => `${app}>${accountsCenter}/events`),
    ...[...appServices, accountsCenter].map((service) => `${service}>gateway/events`),
  ];
}

/**
 * New keys for all directions, for services that are started together.
 * @param family the registry's apps
 */
export function newKeyring(family: readonly AppEntry[] = apps): Keyring {
  return generateKeyring(directions(family));
}

/** The part of a keyring that one service needs: to sign as itself, and to check what is meant for it. */
export function keyringOf(service: string, keyring: Keyring): Keyring {
  const isNeeded = (direction: string): boolean => {
    const [issuer, audience = ''] = direction.split('>');
    return issuer === service || audience === service || audience.startsWith(`${service}/`);
  };
  return Object.fromEntries(Object.entries(keyring).filter(([direction]) => isNeeded(direction)));
}
