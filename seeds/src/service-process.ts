import { type ServiceSeeding, seedService } from './seed-service.ts';

/** Seeds one service in a process of its own; `seed-in-processes.ts` starts it and listens to it. */
const seeding = JSON.parse(process.argv[2] ?? '') as ServiceSeeding;
const result = await seedService(seeding, (people) => process.send?.({ people }));
process.send?.({ result }, undefined, {}, () => process.disconnect());
