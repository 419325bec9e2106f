import { readFileSync } from 'node:fs';
import { GraphQLError, parse } from 'graphql';

/** Why a file is no SDL; `undefined` when it is. */
export function problemOfSdlFile(file: string): string | undefined {
  try {
    return problemOfSdl(readFileSync(file, 'utf8'));
  } catch (error) {
    if (error instanceof Error && 'syscall' in error) return error.message;
    throw error;
  }
}

/** Why a text is no SDL, with the line; `undefined` when it is. */
export function problemOfSdl(sdl: string): string | undefined {
  try {
    parse(sdl, { noLocation: true });
    return undefined;
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    return `${error.message} (line ${error.locations?.[0]?.line})`;
  }
}
