import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { TracedRequest } from '../replay/trace.ts';

/** What a gateway did for one request body, for the floor to do without thinking. */
export interface FloorEntry {
  readonly body: string;
  readonly levels: readonly (readonly TracedRequest[])[];
  readonly answer: string;
}

/** Where the entry for a body lies. */
export function floorFile(folder: string, body: string): string {
  return join(folder, `${createHash('sha256').update(body).digest('hex')}.json`);
}
