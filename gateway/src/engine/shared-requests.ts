import type { AbortSignalLike } from '@accounts-center/subgraph-kit';
import type { WrittenAnswer } from './execute/execute-operation.ts';
import { Waiters } from './execute/waiters.ts';
import type { PreparedOperation } from './plan/prepared-operation.ts';

interface Request {
  readonly waiters: Waiters;
  /** Gone when it is there: V8's maps keep what was deleted alive until the next full collection. */
  answer: Promise<WrittenAnswer> | undefined;
}

type Run = (signal: AbortSignalLike) => Promise<WrittenAnswer>;

/** Answers whole queries that are under way at the same time once. */
export class SharedRequests {
  readonly #underWay = new Map<PreparedOperation, Map<string, Request>>();

  /**
   * @param key equal for requests with the same variables and the same forwarded identity
   * @param signal aborted when this caller does not wait any more
   */
  async share(
    prepared: PreparedOperation,
    key: string,
    signal: AbortSignalLike | undefined,
    run: Run,
  ): Promise<WrittenAnswer> {
    const known = this.#underWay.get(prepared)?.get(key);
    if (!known?.answer || known.waiters.aborted) return this.#begin(prepared, key, signal, run);
    known.waiters.join(signal);
    const answer = await known.answer;
    return answer.isLate ? this.share(prepared, key, signal, run) : answer;
  }

  #begin(
    prepared: PreparedOperation,
    key: string,
    signal: AbortSignalLike | undefined,
    run: Run,
  ): Promise<WrittenAnswer> {
    const requests = this.#underWay.get(prepared) ?? new Map<string, Request>();
    this.#underWay.set(prepared, requests);
    const waiters = new Waiters();
    waiters.join(signal);
    const answer = run(waiters).finally(() => {
      request.answer = undefined;
      if (requests.get(key) === request) requests.delete(key);
      if (requests.size === 0 && this.#underWay.get(prepared) === requests) this.#underWay.delete(prepared);
    });
    const request: Request = { waiters, answer };
    requests.set(key, request);
    return answer;
  }

  /** Lets nobody join what is under way: a mutation has made it old. */
  close(): void {
    this.#underWay.clear();
  }
}
