export { createFamily, type Family, type FamilyOptions } from './family/family.ts';
export type { Person, SeededAccount } from './family/person.ts';
export { SEEDED_PASSWORD, type SeededFamily, seedFamily } from './seed-family.ts';
export { createProcesses } from './seed-in-processes.ts';
export { type SeededService, seedService } from './seed-service.ts';
