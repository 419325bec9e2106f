export {
  type Constellation,
  type ConstellationOptions,
  type Interposition,
  startConstellation,
} from './constellation.ts';
export { keyringOf, newKeyring } from './keyring.ts';
