import { createHash } from 'node:crypto';
import { z } from 'zod';
import { badInput } from './errors.ts';
import { parseJson } from './json.ts';

const MAX_PAGE_SIZE = 100;
const DEFAULT_PAGE_SIZE = 20;
const MAX_CURSOR_LENGTH = 1_024;
const CHECK_LENGTH = 8;

/** Turns the sort key of a row into an opaque cursor and back. */
export interface CursorCodec<T extends readonly unknown[]> {
  encode(key: T): string;
  /** The key, or undefined when the text is no cursor of this list. */
  decode(cursor: string): T | undefined;
}

/** A page as asked for: rows after `after`, `first` of them. */
export interface PageArguments<T> {
  readonly first: number;
  readonly after: T | undefined;
}

export interface Connection<T> {
  readonly nodes: readonly T[];
  readonly edges: readonly { readonly cursor: string; readonly node: T }[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
}

/**
 * Cursors of one list: a JSON tuple under base64url, with a check that refuses damaged cursors and those of other lists.
 * @param list names the list
 * @param key the tuple's shape, such as `z.tuple([z.number(), z.string()])`
 */
export function cursorCodec<T extends readonly unknown[]>(list: string, key: z.ZodType<T>): CursorCodec<T> {
  const checkOf = (json: string): string =>
    createHash('sha256').update(`${list}:${json}`).digest('base64url').slice(0, CHECK_LENGTH);
  return {
    encode: (value) => {
      const json = JSON.stringify(value);
      return Buffer.from(checkOf(json) + json).toString('base64url');
    },
    decode: (cursor) => {
      if (cursor.length > MAX_CURSOR_LENGTH) return undefined;
      const text = Buffer.from(cursor, 'base64url').toString();
      const json = text.slice(CHECK_LENGTH);
      if (text.slice(0, CHECK_LENGTH) !== checkOf(json)) return undefined;
      return key.safeParse(parseJson(json)).data;
    },
  };
}

/**
 * Checks a connection's arguments.
 * @throws badInput naming the argument at fault
 */
export function pageArguments<T extends readonly unknown[]>(
  args: { first?: number | null | undefined; after?: string | null | undefined },
  codec: CursorCodec<T>,
): PageArguments<T> {
  const first = args.first ?? DEFAULT_PAGE_SIZE;
  if (!Number.isInteger(first) || first < 1 || first > MAX_PAGE_SIZE) {
    throw badInput(`The argument "first" must be from 1 to ${MAX_PAGE_SIZE}.`);
  }
  if (args.after === undefined || args.after === null) return { first, after: undefined };
  const after = codec.decode(args.after);
  if (after === undefined) throw badInput('The argument "after" is no cursor of this list.');
  return { first, after };
}

/**
 * The connection over one page.
 * @param rows up to `first + 1` rows: the one too many tells that there is a next page
 * @param page what was asked for
 */
export function toConnection<T>(
  rows: readonly T[],
  page: PageArguments<unknown>,
  cursorOf: (row: T) => string,
): Connection<T> {
  const nodes = rows.slice(0, page.first);
  const edges = nodes.map((node) => ({ cursor: cursorOf(node), node }));
  return {
    nodes,
    edges,
    pageInfo: {
      hasNextPage: rows.length > page.first,
      hasPreviousPage: page.after !== undefined,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}
