import { hash } from 'node:crypto';

const MAX_BYTES = 16 * 1024 * 1024;

// What an entry takes beside what was in the token, which is there as text in the one and as objects in the other.
const ENTRY_BYTES = 600;

/** Tokens whose signature was checked, by their hash; those used longest ago make room. */
export interface CheckedTokens<T> {
  get(key: string): T | undefined;
  /** @param sizeBytes of the token */
  set(key: string, value: T, sizeBytes: number): void;
  delete(key: string): void;
}

/** The token itself is kept nowhere. */
export function keyOf(token: string): string {
  return hash('sha256', token, 'base64');
}

export function createCheckedTokens<T>(maxBytes = MAX_BYTES): CheckedTokens<T> {
  const entries = new Map<string, { readonly value: T; readonly bytes: number }>();
  let bytes = 0;

  function remove(key: string): void {
    bytes -= entries.get(key)?.bytes ?? 0;
    entries.delete(key);
  }

  return {
    get(key) {
      const entry = entries.get(key);
      if (entry === undefined) return undefined;
      entries.delete(key);
      entries.set(key, entry);
      return entry.value;
    },
    set(key, value, sizeBytes) {
      remove(key);
      const entry = { value, bytes: ENTRY_BYTES + 2 * sizeBytes };
      entries.set(key, entry);
      bytes += entry.bytes;
      for (const oldest of entries.keys()) {
        if (bytes <= maxBytes) return;
        remove(oldest);
      }
    },
    delete: remove,
  };
}
