import { GraphError } from '@accounts-center/client';

/** An answer of the graph in full: what it could say, and why not the rest. */
export interface Answer<T> {
  readonly data: T | null;
  readonly errors: GraphError['errors'];
}

/** Waits for an answer in which errors are expected beside, or in place of, the data. */
export async function answerOf<T>(request: Promise<T>): Promise<Answer<T>> {
  try {
    return { data: await request, errors: [] };
  } catch (error) {
    if (error instanceof GraphError) return { data: error.data as T | null, errors: error.errors };
    throw error;
  }
}
