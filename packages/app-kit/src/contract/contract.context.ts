import type DataLoader from 'dataloader';
import type { MediaFacts } from '../media/media.ts';
import type { AppServices } from '../services.ts';

/** What every resolver of the contract gets. Its one caller is accounts-center, so there is no viewer. */
export interface ContractContext {
  readonly services: AppServices;
  readonly media: DataLoader<string, MediaFacts | undefined>;
}

/** The context of one request. */
export function createContractContext(services: AppServices): ContractContext {
  return { services, media: services.media.loader() };
}
