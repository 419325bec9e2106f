/** A request as far as a subgraph of a benchmark has to know it. */
export interface ReadRequest {
  readonly path: string;
  /** One character a byte. */
  readonly body: string;
  readonly hasAuthorization: boolean;
}

interface Head extends Omit<ReadRequest, 'body'> {
  readonly bodyStart: number;
  readonly bodyEnd: number;
}

const END_OF_HEAD = '\r\n\r\n';

/**
 * Reads the requests of one connection. It knows just enough of HTTP/1.1 for gateways that send bodies of a stated length, and
 * costs a fraction of what node:http does, so that the gateway is what a run waits for.
 * @throws Error, out of the reader, when a body has no stated length
 */
export function createRequestReader(onRequest: (request: ReadRequest) => void): (chunk: Buffer) => void {
  let chunks: Buffer[] = [];
  let size = 0;
  let wanted = 0;
  return (chunk) => {
    chunks.push(chunk);
    size += chunk.length;
    while (size > 0 && size >= wanted) {
      const bytes = chunks.length === 1 ? (chunks[0] ?? chunk) : Buffer.concat(chunks, size);
      const head = readHead(bytes);
      wanted = head?.bodyEnd ?? 0;
      const isWhole = head !== undefined && size >= head.bodyEnd;
      const rest = isWhole ? bytes.subarray(head.bodyEnd) : bytes;
      chunks = rest.length > 0 ? [rest] : [];
      size = rest.length;
      if (!isWhole) return;
      wanted = 0;
      const { path, hasAuthorization, bodyStart, bodyEnd } = head;
      onRequest({ path, hasAuthorization, body: bytes.toString('latin1', bodyStart, bodyEnd) });
    }
  };
}

function readHead(bytes: Buffer): Head | undefined {
  const end = bytes.indexOf(END_OF_HEAD);
  if (end < 0) return undefined;
  const text = bytes.toString('latin1', 0, end);
  const length = /\r\ncontent-length: *(\d+)/i.exec(text)?.[1];
  if (length === undefined) throw new Error(`A request without a length:\n${text}`);
  const pathStart = text.indexOf(' ') + 1;
  const bodyStart = end + END_OF_HEAD.length;
  return {
    path: text.slice(pathStart, text.indexOf(' ', pathStart)),
    hasAuthorization: /\r\nauthorization:/i.test(text),
    bodyStart,
    bodyEnd: bodyStart + Number(length),
  };
}
