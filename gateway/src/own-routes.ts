import type { FastifyInstance } from 'fastify';
import type { AccessTokens } from './authentication/access-tokens.ts';
import { addAuthentication } from './plugins/authentication.ts';
import { addMailbox } from './plugins/mailbox.ts';
import { addMedia } from './plugins/media.ts';
import { addPages } from './plugins/pages.ts';
import type { Calling } from './plugins/pass-on.ts';
import { addStartPage } from './plugins/start-page.ts';

export interface OwnRouteParts extends Calling {
  readonly accessTokens: AccessTokens | undefined;
  /** The services of apps. */
  readonly apps: readonly string[];
  readonly development: boolean;
  /** The folder that the web build writes; no pages without it. */
  readonly webRoot?: string;
}

/** What a gateway serves beside the graph when the graph is this project's: pages, media and, in development, the mailbox. */
export async function addOwnRoutes(server: FastifyInstance, parts: OwnRouteParts): Promise<void> {
  const { apps, development, webRoot } = parts;
  if (development) addStartPage(server, { services: apps, hasPages: webRoot !== undefined });
  if (webRoot !== undefined) await addPages(server, { root: webRoot, services: apps, development });
  await server.register(async (scope) => {
    addAuthentication(scope, parts);
    addMedia(scope, { ...parts, services: apps });
    if (development) addMailbox(scope, parts);
  });
}
