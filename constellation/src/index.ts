export {
  type Constellation,
  type ConstellationOptions,
  type Interposition,
  startConstellation,
} from './constellation.ts';
export { addDemoPeople } from './demo.ts';
export { type Family, readFamily } from './family.ts';
export { keyringOf, newKeyring } from './keyring.ts';
export type { ProcessGroup } from './process-group.ts';
export { startServices } from './start-services.ts';
