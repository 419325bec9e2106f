import { existsSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Pool } from 'undici';
import type { TracedRequest } from '../replay/trace.ts';
import { type FloorEntry, floorFile } from './floor-entry.ts';

interface Known {
  readonly levels: FloorEntry['levels'];
  readonly answer: Buffer;
}

/**
 * The least that a gateway can do in Node.js: makes the subgraph requests that a gateway made, and sends the bytes that it
 * answered, assembling nothing.
 * @param folder where its entries lie
 * @param origin of the subgraphs
 */
export function createFloor(folder: string, origin: string): Server {
  const subgraphs = new Pool(origin, { pipelining: 1 });
  // Entries are read when they are asked for, as all of them would fill the memory that is measured.
  const known = new Map<string, Known>();

  async function ask({ path, body }: TracedRequest, authorization: string): Promise<void> {
    const headers = { 'content-type': 'application/json', authorization };
    const answer = await subgraphs.request({ path, method: 'POST', headers, body });
    await answer.body.text();
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await bodyOf(request);
    const { levels, answer } = known.get(body) ?? readEntry(folder, body);
    known.set(body, { levels, answer });
    const { authorization = '' } = request.headers;
    for (const level of levels) await Promise.all(level.map((one) => ask(one, authorization)));
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': answer.length }).end(answer);
  }

  return createServer((request, response) => void serve(request, response));
}

function readEntry(folder: string, body: string): Known {
  const file = floorFile(folder, body);
  if (!existsSync(file)) return { levels: [], answer: Buffer.from('{}') };
  const { levels, answer } = JSON.parse(readFileSync(file, 'utf8')) as FloorEntry;
  return { levels, answer: Buffer.from(answer) };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
