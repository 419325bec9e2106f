import { DEFAULT_SUPPORTED_SUPERGRAPH_FEATURES } from '@apollo/federation-internals';
import { AUTHORISATION_FEATURES } from '../authorise/read-demands.ts';

/**
 * The features that a supergraph may demand. Any other that declares itself to be for execution or security is refused by
 * its name when the supergraph is loaded: what is not enforced must not look as if it were.
 */
export const SUPPORTED_FEATURES: ReadonlySet<string> = new Set([
  ...DEFAULT_SUPPORTED_SUPERGRAPH_FEATURES,
  ...AUTHORISATION_FEATURES,
  'https://specs.apollo.dev/context/v0.1',
  'https://specs.apollo.dev/cost/v0.1',
  'https://specs.apollo.dev/cacheTag/v0.1',
]);
