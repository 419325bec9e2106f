export { createFamily, type Family, type FamilyOptions } from './family/family.ts';
export type { Person, SeededAccount } from './family/person.ts';
export { createProcesses } from './seed-in-processes.ts';
export { SEEDED_PASSWORD, type SeededFamily, seedFamily, type SeedOptions } from './seed-family.ts';
export { type SeededService, seedService } from './seed-service.ts';
