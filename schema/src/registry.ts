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
}

/** A service of the graph, with the port it listens on when it is a process of its own on one machine. */
export interface ServiceEntry {
  readonly name: string;
  readonly port: number;
}

export const accountsCenter = 'accounts-center';

const FIRST_PORT = 4001;
const shapes: Record<keyof AppEntry, RegExp> = {
  app: /^[A-Z][A-Z0-9_]*$/,
  service: /^[a-z][a-z0-9-]*$/,
  type: /^[A-Z][A-Za-z0-9]*$/,
  field: /^[a-z][A-Za-z0-9]*$/,
  idPrefix: /^[a-z]{2}$/,
  relation: /^(follows|friends)$/,
};

/**
 * Reads a registry of apps from its JSON text.
 * @throws when an entry lacks a property, has one of another form, or shares a name with another entry.
 */
export function parseRegistry(json: string): readonly AppEntry[] {
  const entries = JSON.parse(json) as AppEntry[];
  for (const [key, shape] of Object.entries(shapes) as [keyof AppEntry, RegExp][]) {
    const values = entries.map((entry) => entry[key]);
    const wrong = values.findIndex((value) => typeof value !== 'string' || !shape.test(value));
    if (wrong >= 0) throw new Error(`schema/apps.json: entry ${wrong + 1}: "${key}" must match ${shape.source}`);
    if (key !== 'relation' && new Set(values).size < values.length) {
      throw new Error(`schema/apps.json: two entries share one "${key}"`);
    }
  }
  return entries;
}

/** The apps of the family, in the order of the registry. */
export const apps = parseRegistry(readFileSync(new URL('../apps.json', import.meta.url), 'utf8'));

/** All services of the graph: the apps, then accounts-center. */
export const services: readonly ServiceEntry[] = [...apps.map((entry) => entry.service), accountsCenter].map(
  (name, index) => ({ name, port: FIRST_PORT + index }),
);

/** Origin of each service on a machine that runs all of them. */
export const localAddresses: Readonly<Record<string, string>> = Object.fromEntries(
  services.map(({ name, port }) => [name, `http://127.0.0.1:${port}`]),
);

/**
 * The port of a service on such a machine.
 * @throws Error when no service is called that
 */
export function portOf(service: string): number {
  const port = services.find(({ name }) => name === service)?.port;
  if (port === undefined) throw new Error(`no service is called ${service}`);
  return port;
}
