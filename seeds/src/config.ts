import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

/** What the command line says. */
export interface SeedConfig {
  readonly people: number;
  readonly seed: string;
  /** Where the constellation shall find it. */
  readonly dataFolder: string;
  readonly mediaFolder: string;
  readonly databaseUrl: (service: string) => string;
}

export const usage = `npm run seed -- --people N [--seed TEXT] [--data-dir FOLDER] [--database-url postgres://…/{service}]

  --people        how many people, from 2 to 10,000,000
  --seed          the same seed gives the same family; "family" unless told
  --data-dir      where the constellation shall find it; .data unless told
  --database-url  PostgreSQL databases, one per service, in place of SQLite files; {service} stands for its name
`;

const MAX_PEOPLE = 10_000_000;

/**
 * Reads the command line.
 * @throws Error that says what is wrong with it
 */
export function readSeedConfig(parameters: readonly string[]): SeedConfig {
  const { values } = parseArgs({
    args: [...parameters],
    options: {
      people: { type: 'string' },
      seed: { type: 'string', default: 'family' },
      'data-dir': { type: 'string', default: '.data' },
      'database-url': { type: 'string' },
    },
  });
  const people = Number((values.people ?? '').replaceAll(',', ''));
  if (!Number.isInteger(people) || people < 2 || people > MAX_PEOPLE)
    throw new Error('--people must be a number from 2 to 10,000,000.');
  const template = values['database-url'];
  if (template !== undefined && !/^postgres(ql)?:.*\{service\}/.test(template))
    throw new Error('--database-url must be a postgres: address with {service} for the name of the database.');
  const dataFolder = resolve(values['data-dir']);
  return {
    people,
    seed: values.seed,
    dataFolder,
    mediaFolder: join(dataFolder, 'media'),
    databaseUrl: (service) => databaseUrl(template, dataFolder, service),
  };
}

// Where the constellation's own configuration looks for it.
function databaseUrl(template: string | undefined, dataFolder: string, service: string): string {
  if (template === undefined) return `file:${join(dataFolder, `${service}.db`)}`;
  return template.replaceAll('{service}', service.replaceAll('-', '_'));
}
