import { isIP } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { Refusal } from '../errors/refusal.ts';

/**
 * Refuses requests for hosts of other names. A page can have its own name lead to this machine (DNS rebinding), and would then
 * read all that development leaves open as if it were its own; but the name shows. For development only: in production names
 * are a matter of the proxy.
 * @param options.publicUrl the one name besides those of this machine
 */
export function addOwnHosts(server: FastifyInstance, { publicUrl }: { publicUrl: string }): void {
  const ownName = new URL(publicUrl).hostname;
  server.addHook('onRequest', async ({ hostname }) => {
    const name = nameOf(hostname);
    if (name === undefined || name === ownName || isOfThisMachine(name)) return;
    throw new Refusal(421, 'MISDIRECTED_REQUEST', 'This server has another name.');
  });
}

/** Without one, or with none that is valid, the request comes from no page. */
function nameOf(hostname: string): string | undefined {
  return URL.canParse(`http://${hostname}/`) ? new URL(`http://${hostname}/`).hostname : undefined;
}

/** An address is no name that could lead elsewhere. */
function isOfThisMachine(name: string): boolean {
  return name === 'localhost' || name.endsWith('.localhost') || isIP(name.replace(/^\[|\]$/g, '')) !== 0;
}
