import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';

/** Reads a file through for its size and its SHA-256, in hex. */
export async function measure(path: string): Promise<{ sizeBytes: number; contentHash: string }> {
  const hash = createHash('sha256');
  let sizeBytes = 0;
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    hash.update(chunk);
    sizeBytes += chunk.length;
  }
  return { sizeBytes, contentHash: hash.digest('hex') };
}
