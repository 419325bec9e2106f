import type { FastifyInstance } from 'fastify';
import { sendPlainPage } from './plain-page.ts';

interface StartPageOptions {
  /** The services that have a settings page. */
  readonly services: readonly string[];
  /** Whether the pages for browsers are built. */
  readonly hasPages: boolean;
}

/** At `/`, a page that says what is where. For development only. */
export function addStartPage(server: FastifyInstance, { services, hasPages }: StartPageOptions): void {
  const settings = services.map((service) => link(`/${service}/settings/accounts-center`, service)).join(', ');
  const places: readonly (readonly [string, string])[] = [
    ['The graph', `${link('/graphql')} – in a browser Apollo Sandbox, which is loaded from the network`],
    ...(hasPages
      ? ([
          ['GraphiQL', `${link('/graphiql')} – works without a network; its tabs do the main job step by step`],
          ['Settings → Accounts Center', settings],
        ] as const)
      : []),
    ['Mail that would have been sent', link('/mailbox')],
    ['Health', `${link('/health')}, ${link('/ready')}`],
  ];
  const body = `<dl>${places.map(([name, place]) => `<dt>${name}</dt><dd>${place}</dd>`).join('\n')}</dl>
<p>The terminal in which <code>npm start</code> runs shows whom to sign in as: the demo people and their passwords.</p>`;

  // Whatever the client says that it takes: there is nothing else here, and curl is a good start too.
  server.get('/', (_request, reply) => sendPlainPage(reply, { title: 'Accounts Center', body }));
}

function link(path: string, text = path): string {
  return `<a href="${path}">${text}</a>`;
}
