import { createContactCodes } from './contact-codes.service.ts';
import { createContactPointChanges } from './contact-point-changes.service.ts';
import { createContactPointProofs } from './contact-point-proofs.service.ts';
import { createContactPointsStore } from './contact-points.store.ts';
import type { ContactPointsDependencies, ContactPointsService } from './contact-points.ts';

export function createContactPointsService(deps: ContactPointsDependencies): ContactPointsService {
  const points = createContactPointsStore(deps.db);
  const codes = createContactCodes(deps);
  const parts = { ...deps, points, codes };
  return {
    ...createContactPointChanges(parts),
    ...createContactPointProofs(parts),
    sweep: codes.sweep,
  };
}
