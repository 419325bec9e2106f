import type { FastifyInstance, FastifyRequest } from 'fastify';
import { refuse } from '../errors/refusal.ts';
import { asksByAddress } from '../graphql/address-parameters.ts';

/**
 * Refuses what pages of other sites have a browser ask. They could not read the answer, but the browser's owner would pay for it: so
 * this comes before anything is counted. Who is no browser names no origin.
 * @param options.allowedOrigins of pages that may ask, the gateway's own included
 */
export function refuseOtherSites(
  scope: FastifyInstance,
  { allowedOrigins }: { allowedOrigins: readonly string[] },
): void {
  scope.addHook('onRequest', async (request) => {
    const { origin, 'sec-fetch-site': site = 'none' } = request.headers;
    // Its answer is what tells the page so, and nothing is executed.
    if (request.method === 'OPTIONS') return;
    if (origin !== undefined) {
      if (allowedOrigins.includes(origin) || site === 'same-origin' || isHost(request, origin)) return;
      throw refuse(403, 'Pages of this origin may not ask.');
    }
    const isForeign = site !== 'none' && site !== 'same-origin';
    if (isForeign && asksByAddress(request)) throw refuse(403, 'Forms, images and links of other sites may not ask.');
  });
}

/** Whether a page comes from where it asks: browsers say so themselves only over HTTPS, and on their own machine. */
function isHost({ host }: FastifyRequest, origin: string): boolean {
  return URL.canParse(origin) && new URL(origin).host === host;
}
