import { httpTransport, localTransport, type Service, type ServiceTransport } from '@accounts-center/subgraph-kit';

/** How the services of one process reach each other. */
export interface Connections {
  readonly transport: ServiceTransport;
  readonly isLocal: boolean;
  /** Makes a service callable by the others. */
  add(service: Service): Promise<void>;
}

/**
 * @param interpose wraps the way of every call
 */
export function connect(
  kind: 'local' | 'http',
  interpose: (transport: ServiceTransport) => ServiceTransport = (transport) => transport,
): Connections {
  return kind === 'local' ? withinProcess(interpose) : overHttp(interpose);
}

function withinProcess(interpose: (transport: ServiceTransport) => ServiceTransport): Connections {
  const transport = localTransport();
  return {
    transport: interpose(transport),
    isLocal: true,
    add: async ({ name, server }) => transport.register(name, server),
  };
}

/** Each service listens on a free port of the loopback interface. */
function overHttp(interpose: (transport: ServiceTransport) => ServiceTransport): Connections {
  const addresses: Record<string, string> = {};
  return {
    transport: interpose(httpTransport({ addresses })),
    isLocal: false,
    add: async ({ name, server }) => {
      addresses[name] = await server.listen({ port: 0, host: '127.0.0.1' });
    },
  };
}
