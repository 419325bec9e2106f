/** What abusers of one kind got: a status and a code, or how they were closed; and how often. */
export interface Outcomes {
  readonly title: string;
  readonly counts: Readonly<Record<string, number>>;
  /** Those of them that were neither told what is wrong nor closed. */
  readonly unclear: number;
}

/** Counts what the abusers of one kind get. */
export class OutcomeCounts {
  readonly #title: string;
  readonly #counts: Record<string, number> = {};
  #unclear = 0;

  constructor(title: string) {
    this.#title = title;
  }

  clear(what: string): void {
    this.#counts[what] = (this.#counts[what] ?? 0) + 1;
  }

  unclear(what: string): void {
    this.#unclear += 1;
    this.clear(what);
  }

  /** An answer over HTTP: with an error and without data it is clear. */
  answered(status: number, body: string): void {
    const what = `${status} ${/"code":"(\w+)"/.exec(body)?.[1] ?? ''}`.trim();
    if (status >= 400 && (body === '' || body.includes('"errors":[') || status === 408)) this.clear(what);
    else if (body.includes('"errors":[') && !body.includes('"data":{')) this.clear(what);
    else this.unclear(what);
  }

  told(): Outcomes {
    return { title: this.#title, counts: this.#counts, unclear: this.#unclear };
  }
}
