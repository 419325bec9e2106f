import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createGraphClient } from '@accounts-center/client';
import { createPeople } from '@accounts-center/client/people';
import { createProcesses, SEEDED_PASSWORD, seedFamily } from '@accounts-center/seeds';
import type { BenchConfig } from '../config.ts';
import { createWire, type Wire } from '../graph/wire.ts';
import { inTurn } from '../measure/in-turn.ts';
import type { Result } from '../report/report.ts';
import { chooseCast } from './cast.ts';
import { createFigures, type Figures } from './figures.ts';
import { measure } from './measure-requests.ts';
import { createScene, operationNames, requestsARound, type Scene } from './scene.ts';
import { type Server, startServer } from './server.ts';

const CONNECTIONS = 4;
const ACTORS = 40;

/** A constellation with so many people in it, ready to be asked. */
interface Place {
  readonly people: number;
  readonly server: Server;
  readonly wire: Wire;
  readonly scene: Scene;
}

/** The main operations at several sizes, in rounds that take the sizes in turn, so that what disturbs one disturbs all. */
export async function benchOperations({ people, rounds }: BenchConfig): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), 'accounts-center-operations-'));
  const places: Place[] = [];
  const figures = createFigures(people);
  try {
    for (const count of people) places.push(await openPlace(folder, count, rounds));
    // The first round warms up.
    for (let round = 0; round <= rounds; round++) {
      for (const place of inTurn(places, round)) await runRound(place, round, figures);
      process.stderr.write(`round ${round} of ${rounds}\n`);
    }
    return figures.result(CONNECTIONS, rounds);
  } finally {
    for (const { wire, server } of places) {
      await wire.close();
      await server.close();
    }
    await rm(folder, { recursive: true, force: true });
  }
}

async function openPlace(parent: string, people: number, rounds: number): Promise<Place> {
  const folder = join(parent, String(people));
  const { family } = await seedFamily({
    people,
    seed: 'operations',
    run: createProcesses(),
    servicesAtOnce: availableParallelism(),
    // Nobody looks at photos here.
    mediaFolder: null,
    databaseUrl: (service) => `file:${join(folder, `${service}.db`)}`,
  });
  process.stderr.write(`${people} people are there\n`);
  const cast = chooseCast(family, { actors: ACTORS, pairs: requestsARound.link * (rounds + 1) });
  const server = await startServer(folder);
  const wire = createWire(server.url, CONNECTIONS);
  const seeded = createPeople(createGraphClient(server.url), { password: SEEDED_PASSWORD });
  return { people, server, wire, scene: createScene(seeded, cast) };
}

async function runRound({ people, server, wire, scene }: Place, round: number, figures: Figures): Promise<void> {
  for (const operation of operationNames) {
    const requests = await scene.prepare(operation, round);
    const block = await measure(requests, wire, server, CONNECTIONS);
    if (round > 0) figures.add(people, operation, block);
  }
}
