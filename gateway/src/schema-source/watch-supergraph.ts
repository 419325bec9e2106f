import { ConfigError, every, type Logger, type Periodic } from '@accounts-center/subgraph-kit';
import { GraphQLError } from 'graphql';

/** Reads the supergraph as it is now. @throws when there is none: a file half written, subgraphs that do not compose */
export type ReadSupergraph = () => Promise<string>;

export interface SupergraphWatch extends Periodic {
  /** Looks now. */
  look(): Promise<void>;
}

/**
 * Looks at a supergraph every now and then, and has a new one served. One that can't be read or served changes nothing; the log
 * says so, once for each.
 * @param parts.serving the supergraph that is served at first
 * @param parts.serve rejects when it can't be served: with a GraphQLError or a ConfigError if the text is to blame. That text is
 * not tried again
 */
export function watchSupergraph(parts: {
  read: ReadSupergraph;
  serve: (sdl: string) => Promise<void>;
  serving: string;
  pollMs: number;
  log: Pick<Logger, 'info' | 'error'>;
}): SupergraphWatch {
  const { read, serve, pollMs, log } = parts;
  let serving = parts.serving;
  /** What was told last of what is wrong. */
  let told: string | undefined;
  /** The text that was to blame last. To find that out takes as long as to serve it. */
  let refused: { readonly sdl: string; readonly error: unknown } | undefined;

  async function serveUnlessRefused(sdl: string): Promise<void> {
    if (refused?.sdl === sdl) throw refused.error;
    try {
      await serve(sdl);
    } catch (error) {
      if (error instanceof GraphQLError || error instanceof ConfigError) refused = { sdl, error };
      throw error;
    }
  }

  async function look(): Promise<void> {
    try {
      const sdl = await read();
      if (sdl === serving) {
        if (told !== undefined) log.info('The graph is again the one that is served.');
      } else {
        await serveUnlessRefused(sdl);
        serving = sdl;
        log.info('The graph has changed: the new one is served from now on.');
      }
      told = undefined;
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      if (why !== told) log.error({ err: error }, 'A new graph can not be served: the one before stays.');
      told = why;
    }
  }

  // Of zero, nobody looks by himself.
  const periodic = pollMs > 0 ? every(pollMs, look, log as Logger) : undefined;
  const close = async (): Promise<void> => periodic?.close();
  return { look, close, [Symbol.asyncDispose]: close };
}
