/** What a person wants done once, however often it has to be sent for that. */
export interface Intent {
  /** The key to send an input with: the one from before as long as the input is the same and nothing is settled. */
  keyFor(input: unknown): string;
  /** An answer has come that ends it; what comes next is something else, even when it looks the same. */
  settle(): void;
}

/** An intent for one thing after the other. */
export function createIntent(): Intent {
  let open: { readonly input: string; readonly key: string } | undefined;
  return {
    keyFor: (value) => {
      const input = JSON.stringify(value);
      if (open?.input !== input) open = { input, key: randomKey() };
      return open.key;
    },
    settle: () => {
      open = undefined;
    },
  };
}

/** 128 random bits; unlike `crypto.randomUUID`, also there on pages without TLS. */
function randomKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
