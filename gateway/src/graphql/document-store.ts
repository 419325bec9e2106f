import { InMemoryLRUCache } from '@apollo/utils.keyvaluecache';
import type { DocumentNode } from 'graphql';

const MAX_BYTES = 32 * 1024 * 1024;
/** About what a token of a document takes, with the node that it is part of. */
const BYTES_OF_TOKEN = 400;

/** Keeps documents that are valid, by what they take. Apollo's own store counts their nodes alone, and not the text that they are of. */
export function createDocumentStore(maxBytes = MAX_BYTES): InMemoryLRUCache<DocumentNode> {
  return new InMemoryLRUCache<DocumentNode>({
    maxSize: maxBytes,
    sizeCalculation: (document) => sizeOf(document),
  });
}

function sizeOf({ loc }: DocumentNode): number {
  let tokens = 1;
  for (let token = loc?.startToken; token; token = token.next ?? undefined) tokens += 1;
  return tokens * BYTES_OF_TOKEN + (loc?.source.body.length ?? 0) * 2;
}
