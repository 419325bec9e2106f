import { namesOfServed, subgraphAddresses } from './supergraph.ts';

/** Where the subgraphs of the supergraph are that is served. */
export class ServedAddresses {
  #served: ReadonlyMap<string, string>;
  /** Those served, and those that are going to be. */
  #known: ReadonlyMap<string, string>;

  constructor(supergraphSdl: string) {
    this.#served = subgraphAddresses(supergraphSdl);
    this.#known = this.#served;
  }

  readonly of = (subgraph: string): string | undefined => this.#known.get(subgraph);

  has(subgraph: string): boolean {
    return this.#served.has(subgraph);
  }

  /** The subgraphs that have a server. */
  get names(): readonly string[] {
    return namesOfServed(this.#served);
  }

  /**
   * Goes over to another supergraph. A subgraph that is new has its address before anybody asks for it, one that has moved when the
   * new graph is served.
   * @param update rejects where it can't be served: all stays as it was
   */
  async goOver(supergraphSdl: string, update: () => Promise<void>): Promise<void> {
    const next = subgraphAddresses(supergraphSdl);
    this.#known = new Map([...next, ...this.#served]);
    try {
      await update();
      this.#served = next;
    } finally {
      this.#known = this.#served;
    }
  }
}
