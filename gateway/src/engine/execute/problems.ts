import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { internalError } from '../../errors/internal-error.ts';
import type { JsonObject } from '../json.ts';
import type { Findings, Path } from '../shape/complete.ts';
import { answerTooLarge } from '../write/json-bytes.ts';
import { clientPath, type PathTerms } from './client-path.ts';

/** A client can do nothing with more of them, and an error may stand at many places. */
const MAX_ERRORS = 1_000;
/** What is completed the careful way takes some hundred bytes each. */
const MAX_VALUES = 2_000_000;

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
  #values = 0;

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
  add(error: GraphQLFormattedError, path: Path): void {
    if (this.#isFull) return;
    this.#report(error, clientPath(path, this.#data, this.#terms));
  }

  /** Takes up an error that explains every null below a place. @param path inside, with indexes */
  addMissing(error: GraphQLFormattedError, path: Path): void {
    if (this.#isFull) return;
    const place = clientPath(path, this.#data, this.#terms);
    this.#missing.add(JSON.stringify(place));
    this.#report(error, place);
  }

  /** Says that nulls below a place need no errors of their own. @param path inside */
  excuse(path: Path): void {
    const place = clientPath(path, this.#data, this.#terms);
    if (place.length > 0) this.#missing.add(JSON.stringify(place));
  }

  report(error: GraphQLError): void {
    if (this.#isFull) return;
    const path = error.path ?? [];
    const identity = JSON.stringify([error.message, path]);
    if (this.#known.has(identity)) return;
    this.#known.add(identity);
    this.#errors.push(error);
    for (let length = path.length; length > 0; length--) this.#explained.add(JSON.stringify(path.slice(0, length)));
  }

  /** @throws GraphQLError when there are too many values */
  visit(): void {
    this.#values += 1;
    if (this.#values > MAX_VALUES) throw answerTooLarge();
  }

  get #isFull(): boolean {
    return this.#errors.length >= MAX_ERRORS;
  }

  /** @param place in the client's terms; an error of the data as a whole says none */
  #report({ message, extensions }: GraphQLFormattedError, place: Path): void {
    const path = place.length > 0 && { path: place };
    this.report(new GraphQLError(message, { ...path, ...(extensions && { extensions }) }));
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
