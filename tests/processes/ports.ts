import { once } from 'node:events';
import { connect, createServer, type Server } from 'node:net';
import { GATEWAY_PORT, services } from '@accounts-center/schema';

/** Where a constellation of processes listens: at the gateway's port, and at those above it that the registry says. */
const ROW = 1 + Math.max(...services.map(({ port }) => port)) - GATEWAY_PORT;
const ATTEMPTS = 50;

/** The first of a row of ports that were free a moment ago. */
export async function freeRow(): Promise<number> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const first = await listenAndLeave(0);
    const rest = rowFrom(first).slice(1).map(listenAndLeave);
    const outcomes = await Promise.allSettled(rest);
    if (outcomes.every(({ status }) => status === 'fulfilled')) return first;
  }
  throw new Error('There is no row of free ports.');
}

/** On which ports of the row somebody listens. */
export async function listenersIn(first: number): Promise<number[]> {
  const ports = rowFrom(first);
  const answers = await Promise.all(ports.map(isListening));
  return ports.filter((_, at) => answers[at]);
}

function rowFrom(first: number): number[] {
  return Array.from({ length: ROW }, (_, at) => first + at);
}

async function listenAndLeave(port: number): Promise<number> {
  const server = createServer();
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const taken = portOf(server);
  server.close();
  await once(server, 'close');
  return taken;
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('It does not listen on a port.');
  return address.port;
}

async function isListening(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
