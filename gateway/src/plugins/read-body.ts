import type { Readable } from 'node:stream';
import { CollectedBytes } from '@accounts-center/subgraph-kit';
import { type Refusal, refuse } from '../errors/refusal.ts';

export interface BodyLimits {
  readonly maxBodyBytes: number;
  /** How long a client may take to send it all. */
  readonly bodyTimeoutMs: number;
}

/** A body somewhat over the limit is read to its end, so that its sender is there to read the answer. */
const PATIENCE = 4;

/**
 * Reads a body as UTF-8.
 * @throws Refusal when it is too large, too slow, breaks off or is no UTF-8. The stream stays open, for the answer's sake.
 */
export async function readBody(body: Readable, limits: BodyLimits): Promise<string> {
  const bytes = await readBytes(body, limits);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw refuse(400, 'The body is no UTF-8 text.');
  }
}

function readBytes(body: Readable, { maxBodyBytes, bodyTimeoutMs }: BodyLimits): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const collected = new CollectedBytes();
    let sizeBytes = 0;
    const timer = setTimeout(() => settle(refuse(408, 'The body did not arrive in time.')), bodyTimeoutMs);
    body.on('data', onData).on('end', onEnd).on('error', onError);

    function onData(chunk: Buffer): void {
      sizeBytes += chunk.length;
      if (sizeBytes <= maxBodyBytes) collected.add(chunk);
      else if (sizeBytes > maxBodyBytes * PATIENCE) onEnd();
    }
    function onEnd(): void {
      settle(sizeBytes > maxBodyBytes ? refuse(413, `The body is larger than ${maxBodyBytes} bytes.`) : undefined);
    }
    function onError(): void {
      settle(refuse(400, 'The body broke off.'));
    }
    function settle(refusal: Refusal | undefined): void {
      clearTimeout(timer);
      body.off('data', onData).off('end', onEnd).off('error', onError);
      if (refusal) reject(refusal);
      else resolve(collected.bytes());
    }
  });
}
