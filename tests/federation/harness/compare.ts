import type { ExpectedError } from './graph.ts';
import { type Answer, type FoundError, NULL_VIOLATION, type Path } from './monolith.ts';

/** What an answer should be. */
export interface Wanted {
  readonly data?: unknown;
  readonly errors: readonly ExpectedError[];
  /** Errors that may stand beside or instead of those where they null the same place. */
  readonly possible: readonly FoundError[];
  /** Whether an error may stand at a place above the one that is wanted. */
  readonly mayStandAbove: boolean;
}

/**
 * The differences between an answer and what it should be, in words; none when it is right.
 *
 * Data is compared to the byte, order of fields included. The specification leaves open in which order errors stand, and
 * which of several is reported where all of them null the same place. So every error must be a wanted or possible one and
 * stand there once, and the places nulled by errors must be the same.
 */
export function differences(answer: Answer, wanted: Wanted): string[] {
  const { data, errors, possible, mayStandAbove } = wanted;
  const found: string[] = [];
  // No data at all tells a request that was refused from one whose answer is null.
  const [actualText, wantedText] = [answer.data, data].map((each) => JSON.stringify(each) ?? 'nothing');
  if (actualText !== wantedText) found.push(`data is ${actualText}, should be ${wantedText}`);

  const actual = answer.errors ?? [];
  if (mayStandAbove) return [...found, ...uncovered(actual, errors)];
  const allowed = [...errors, ...possible];
  const wantedPlaces = new Set(errors.map(({ path }) => nulledPlace(path, data)));
  for (const error of actual)
    if (!allowed.some((one) => isSame(error, one)) && !isConsequence(error, wantedPlaces, data))
      found.push(`an error of nothing: ${show(error)}`);
  const keys = actual.map(({ message, path }) => `${messageClass(message)} ${JSON.stringify(path)}`);
  for (const key of keys.filter((each, index) => keys.indexOf(each) !== index))
    found.push(`an error stands there twice: ${key}`);

  const places = new Set(actual.map(({ path }) => nulledPlace(path, data)));
  for (const place of wantedPlaces) if (!places.has(place)) found.push(`no error tells of ${place}`);
  for (const place of places) if (!wantedPlaces.has(place)) found.push(`an error tells of ${place}`);
  return found;
}

/** Errors that nothing wanted stands below of, and wanted ones that nothing stands above of. */
function uncovered(actual: readonly FoundError[], wanted: readonly ExpectedError[]): string[] {
  const covers = (error: FoundError, { message, path = [] }: ExpectedError): boolean =>
    isSame({ ...error, path }, { message, path }) &&
    (error.path ?? []).length > 0 &&
    (error.path ?? []).every((key, depth) => key === path[depth]);
  const tooMany = actual.filter((error) => !wanted.some((one) => covers(error, one)));
  const missing = wanted.filter((one) => !actual.some((error) => covers(error, one)));
  return [
    ...tooMany.map((error) => `an error of nothing: ${show(error)}`),
    ...missing.map(({ path }) => `no error tells of ${JSON.stringify(path)}`),
  ];
}

/** A forbidden null inside of what is null anyway, such as of a field that its subgraph gave up before. */
function isConsequence({ message, path }: FoundError, places: ReadonlySet<string>, data: unknown): boolean {
  return messageClass(message) === NULL_VIOLATION && places.has(nulledPlace(path, data));
}

function isSame(error: FoundError, { message, path }: ExpectedError): boolean {
  if (JSON.stringify(error.path) !== JSON.stringify(path)) return false;
  return message instanceof RegExp
    ? message.test(error.message)
    : messageClass(error.message) === messageClass(message);
}

/** A forbidden null may be found by a subgraph or by the engine, each of which names the field in its own way. */
function messageClass(message: string): string {
  return message.startsWith(NULL_VIOLATION) ? NULL_VIOLATION : message;
}

/** The place in the data that an error made null: its path, or where the null went up to. */
function nulledPlace(path: Path | undefined, data: unknown): string {
  if (path === undefined) return 'the request';
  let value: unknown = data ?? null;
  for (const [depth, key] of path.entries()) {
    if (value === null) return `null at ${JSON.stringify(path.slice(0, depth))}`;
    if (typeof value !== 'object' || !Object.hasOwn(value, key)) return `nothing at ${JSON.stringify(path)}`;
    value = (value as Record<string | number, unknown>)[key];
  }
  return value === null ? `null at ${JSON.stringify(path)}` : `no null at ${JSON.stringify(path)}`;
}

function show({ message, path }: FoundError): string {
  return `${message} at ${JSON.stringify(path)}`;
}
