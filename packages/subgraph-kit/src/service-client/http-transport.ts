import { beforeDeadline } from './deadline.ts';
import { AnswerLost, ServiceUnreachable } from './failures.ts';
import type { HttpAgent, Progress } from './http-agent.ts';
import type { ServiceTransport } from './service-client.ts';

/**
 * Calls over HTTP, with connections kept open. What speaks HTTP is loaded with the first call: services of one process need none.
 * @param settings.addresses origin of each service, such as `http://127.0.0.1:4001`
 * @param settings.connectTimeoutMs how long to wait for a connection
 * @param settings.connectionsPerService how many calls to one service may be under way; others wait
 * @param settings.filesPerService how many calls that carry files may be under way beside them
 */
export function httpTransport(settings: {
  addresses: Readonly<Record<string, string>>;
  connectTimeoutMs?: number;
  connectionsPerService?: number;
  filesPerService?: number;
}): ServiceTransport {
  const { addresses, connectTimeoutMs = 2_000, connectionsPerService = 64, filesPerService = 256 } = settings;
  // Apart, so that slow readers of files hold no connection that the graph needs.
  const agents = new Map<'calls' | 'files', Promise<HttpAgent>>();
  let closing: Promise<unknown> | undefined;

  async function open(kind: 'calls' | 'files'): Promise<HttpAgent> {
    if (closing !== undefined) throw new Error('The transport is closed.');
    const connections = kind === 'files' ? filesPerService : connectionsPerService;
    const agent =
      agents.get(kind) ??
      import('./http-agent.ts').then(({ openAgent }) =>
        openAgent({ connectTimeoutMs, connectionsPerService: connections }),
      );
    agents.set(kind, agent);
    return agent;
  }

  return {
    send: async ({ service, method, path, headers = {}, body = null, carriesFile = false }, deadline) => {
      const origin = addresses[service];
      if (origin === undefined) throw new Error(`The service ${service} has no address.`);
      const progress: Progress = { isSent: false };
      try {
        const { dispatcher } = await open(carriesFile ? 'files' : 'calls');
        const call = dispatcher.request({ origin, method, path, headers, body, signal: deadline, opaque: progress });
        // undici notices an abort only once a connection is there.
        const answer = await beforeDeadline(deadline, call);
        return { status: answer.statusCode, headers: answer.headers, body: answer.body };
      } catch (error) {
        throw progress.isSent ? new AnswerLost(service, error) : new ServiceUnreachable(service, error);
      }
    },
    // Calls under way have deadlines of their own, so closing waits for them.
    close: async () => {
      closing ??= Promise.all(Array.from(agents.values(), async (agent) => (await agent).close()));
      await closing;
    },
  };
}
