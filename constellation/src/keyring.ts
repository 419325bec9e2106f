import { accountsCenter, apps } from '@accounts-center/schema';
import { generateKeyring, type Keyring } from '@accounts-center/subgraph-kit';

/** Every direction in which one service may call another, `issuer>audience`. */
function directions(): string[] {
  const appServices = apps.map(({ service }) => service);
  return [
    ...[...appServices, accountsCenter].map((service) => `gateway>${service}`),
    ...appServices.flatMap((app) =>
      ['contract', 'media', 'events'].map((audience) => `${accountsCenter}>${app}/${audience}`),
    ),
    ...appServices.map((app) => `${app}>${accountsCenter}/events`),
  ];
}

/** New keys for all directions, for services that are started together. */
export function newKeyring(): Keyring {
  return generateKeyring(directions());
}

/** The part of a keyring that one service needs: to sign as itself, and to check what is meant for it. */
export function keyringOf(service: string, keyring: Keyring): Keyring {
  const isNeeded = (direction: string): boolean => {
    const [issuer, audience = ''] = direction.split('>');
    return issuer === service || audience === service || audience.startsWith(`${service}/`);
  };
  return Object.fromEntries(Object.entries(keyring).filter(([direction]) => isNeeded(direction)));
}
