import {
  type Family,
  type Person,
  SEEDED_PASSWORD,
  type SeededFamily,
  seedFamily,
  seedService,
} from '@accounts-center/seeds';
import { type Account, startWorld, type World, type WorldOptions } from '@accounts-center/test-kit';

const PICTURES = 3;

/** A world of seeded people, and who they are. */
export interface SeededWorld {
  readonly world: World;
  readonly people: readonly Person[];
  readonly family: Family;
  signIn(account: Person['accounts'][number]): Promise<Account>;
}

export async function startSeededWorld(
  people: number,
  options: WorldOptions & { seed?: string } = {},
): Promise<SeededWorld> {
  const { seed = 'test', ...told } = options;
  let made: SeededFamily | undefined;
  const world = await startWorld({
    ...told,
    prepare: async (ground) => {
      made = await seedFamily({ people, seed, pictures: PICTURES, run: seedService, ...ground });
    },
  });
  if (made === undefined) throw new Error('The world began without people.');
  const { family } = made;
  return {
    world,
    family,
    people: [...family.people()],
    signIn: ({ app, username }) => world.signIn({ app: app.app, username }, SEEDED_PASSWORD),
  };
}
