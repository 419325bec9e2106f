import { type CursorCodec, cursorCodec } from '@accounts-center/subgraph-kit';
import { z } from 'zod';

/** Where a row stands in a list that is newest first: its instant in milliseconds, then its id. */
export type Position = [atMs: number, id: string];

const LATEST_MS = 8.64e15;

/** Cursors of a list that is newest first. */
export function newestFirst(list: string): CursorCodec<Position> {
  return cursorCodec<Position>(list, z.tuple([z.number().int().min(0).max(LATEST_MS), z.string().max(64)]));
}
