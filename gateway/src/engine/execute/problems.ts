import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { internalError } from '../../errors/internal-error.ts';
import type { JsonObject } from '../json.ts';
import type { Findings, Path } from '../shape/complete.ts';
import { clientPath, type PathTerms } from './client-path.ts';

/** Collects what goes wrong in a run, in the client's terms. */
export class Problems implements Findings {
  readonly #errors: GraphQLError[] = [];
  readonly #known = new Set<string>();
  /** Places of errors and all places above them. */
  readonly #explained = new Set<string>();
  /** Places below which everything may be missing. */
  readonly #missing = new Set<string>();
  readonly #data: JsonObject;
  readonly #terms: PathTerms;

  /** @param data of the run, as far as it is there when a problem comes */
  constructor(data: JsonObject, terms: PathTerms) {
    this.#data = data;
    this.#terms = terms;
  }

  /** The errors for the client. */
  get errors(): readonly GraphQLError[] {
    return this.#errors;
  }

  /**
   * Takes up an error of a subgraph. One about a field that only other fields need stands at the object that has it: what
   * was made without that field may be wrong, even where it is there.
   * @param path inside, with indexes
   */
  add({ message, extensions }: GraphQLFormattedError, path: Path): void {
    const place = clientPath(path, this.#data, this.#terms);
    this.report(new GraphQLError(message, { path: place, ...(extensions && { extensions }) }));
  }

  /** Takes up an error that explains every null below a place. @param path inside, with indexes */
  addMissing(error: GraphQLFormattedError, path: Path): void {
    const place = clientPath(path, this.#data, this.#terms);
    this.#missing.add(JSON.stringify(place));
    this.report(
      new GraphQLError(error.message, { path: place, ...(error.extensions && { extensions: error.extensions }) }),
    );
  }

  /** Says that nulls below a place need no errors of their own. @param path inside */
  excuse(path: Path): void {
    this.#missing.add(JSON.stringify(clientPath(path, this.#data, this.#terms)));
  }

  report(error: GraphQLError): void {
    const path = error.path ?? [];
    const identity = JSON.stringify([error.message, path]);
    if (this.#known.has(identity)) return;
    this.#known.add(identity);
    this.#errors.push(error);
    for (let length = path.length; length > 0; length--) this.#explained.add(JSON.stringify(path.slice(0, length)));
  }

  isExplained(path: Path): boolean {
    if (this.#explained.has(JSON.stringify(path))) return true;
    for (let length = 0; this.#missing.size > 0 && length <= path.length; length++)
      if (this.#missing.has(JSON.stringify(path.slice(0, length)))) return true;
    return false;
  }

  errorAt(path: Path, message: string): GraphQLError {
    return internalError({ message, path });
  }
}
