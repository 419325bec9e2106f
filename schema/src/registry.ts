import { readFileSync } from 'node:fs';

/** One app of the family, as declared in `schema/apps.json`. */
export interface AppEntry {
  /** Its value in the graph's enum `App`, e.g. `WHATSAPP`. */
  readonly app: string;
  /** The name of its service, its folder under `subgraphs/` and its subgraph, e.g. `whatsapp`. */
  readonly service: string;
  /** Stands for `App` in type names and in words, e.g. `WhatsApp`. */
  readonly type: string;
  /** Stands for `app` at the start of a field name, e.g. `whatsApp`. */
  readonly field: string;
  /** The first letters of all its ids, e.g. `wa`. */
  readonly idPrefix: string;
  /** How its people are connected: which of the two relation templates it takes. */
  readonly relation: 'follows' | 'friends';
  /** Where it listens as a process of its own on a machine that runs all services; from 4001, 4005 is accounts-center's. */
  readonly port: number;
}

/** A service of the graph, with the port it listens on when it is a process of its own on one machine. */
export interface ServiceEntry {
  readonly name: string;
  readonly port: number;
}

export const accountsCenter = 'accounts-center';

/** The subgraph of the subscriptions. No service answers it: its fields are topics of the event bus. */
export const eventsSubgraph = 'events';

/** The gateway's port on such a machine; the services' are a little above it. */
export const GATEWAY_PORT = 4000;
const ACCOUNTS_CENTER_PORT = 4005;
const shapes: Record<keyof AppEntry, RegExp> = {
  app: /^[A-Z][A-Z0-9_]*$/,
  service: /^[a-z][a-z0-9-]*$/,
  type: /^[A-Z][A-Za-z0-9]*$/,
  field: /^[a-z][A-Za-z0-9]*$/,
  idPrefix: /^[a-z]{2}$/,
  relation: /^(follows|friends)$/,
  port: /^40[0-9]{2}$/,
};

/** Services know each other by their names, so an app of such a name would be taken for another. */
const reservedServices = ['gateway', accountsCenter, eventsSubgraph];

/**
 * Reads a registry of apps from its JSON text.
 * @throws when an entry lacks a property, has one of another form, or shares a name or a port with another service.
 */
export function parseRegistry(json: string): readonly AppEntry[] {
  const entries = JSON.parse(json) as AppEntry[];
  for (const [key, shape] of Object.entries(shapes) as [keyof AppEntry, RegExp][]) {
    const values = entries.map((entry) => entry[key]);
    const kind = key === 'port' ? 'number' : 'string';
    const wrong = values.findIndex((value) => typeof value !== kind || !shape.test(String(value)));
    if (wrong >= 0) throw new Error(`schema/apps.json: entry ${wrong + 1}: "${key}" must match ${shape.source}`);
    if (key !== 'relation' && new Set(values).size < values.length) {
      throw new Error(`schema/apps.json: two entries share one "${key}"`);
    }
  }
  for (const { app, service, port } of entries) {
    // Clients find the service of an app by it.
    if (service !== app.toLowerCase().replaceAll('_', '-'))
      throw new Error(`schema/apps.json: ${service} is not ${app}`);
    if (reservedServices.includes(service)) throw new Error(`schema/apps.json: ${service} is no app’s name`);
    if ([GATEWAY_PORT, ACCOUNTS_CENTER_PORT].includes(port)) throw new Error(`schema/apps.json: port ${port} is taken`);
  }
  return entries;
}

/** All services of a family: its apps, then accounts-center. */
export function servicesOf(family: readonly AppEntry[]): readonly ServiceEntry[] {
  const ofApps = family.map(({ service, port }) => ({ name: service, port }));
  return [...ofApps, { name: accountsCenter, port: ACCOUNTS_CENTER_PORT }];
}

/** The apps of the family, in the order of the registry. */
export const apps = parseRegistry(readFileSync(new URL('../apps.json', import.meta.url), 'utf8'));

/** All services of the graph. */
export const services = servicesOf(apps);

/**
 * Origin of each service on a machine that runs all of them.
 * @param gatewayPort the services' ports are as far above it as in the registry
 */
export function addressesAbove(gatewayPort: number): Readonly<Record<string, string>> {
  const above = (port: number): number => gatewayPort + port - GATEWAY_PORT;
  return Object.fromEntries(services.map(({ name, port }) => [name, `http://127.0.0.1:${above(port)}`]));
}

/** The same, with the ports of the registry. */
export const localAddresses = addressesAbove(GATEWAY_PORT);

/** The same with the gateway's own, for services: they tell it what happens. */
export const localAddressesWithGateway: Readonly<Record<string, string>> = {
  ...localAddresses,
  gateway: `http://127.0.0.1:${GATEWAY_PORT}`,
};

/**
 * The port of a service on such a machine.
 * @throws Error when no service is called that
 */
export function portOf(service: string): number {
  const port = services.find(({ name }) => name === service)?.port;
  if (port === undefined) throw new Error(`no service is called ${service}`);
  return port;
}
