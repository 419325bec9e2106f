import type { FormattedExecutionResult } from 'graphql';

type Data = Record<string, unknown>;

/** Asks data for its text. A name of ours, not a WeakMap: the garbage collector copies what hangs on one. */
const TEXT = Symbol('text');

/** What stands around the data in the text of a result that has no errors. */
export const BEFORE_DATA = '{"data":';
export const AFTER_DATA = '}\n';

/** The text of a result that has no errors. */
export function resultTextOf(dataText: string): string {
  return BEFORE_DATA + dataText + AFTER_DATA;
}

/**
 * The data of a result whose text is known. It looks like any other object; it is made of the text when somebody looks.
 * @param resultText of a result that has no errors
 */
export function dataOf(resultText: string): Data | null {
  return resultText === NO_DATA ? null : new Proxy<Data>({}, new KnownData(resultText));
}

const NO_DATA = resultTextOf('null');

/** The text of a whole result, with what is known of its data. */
export function stringifyResult({ errors, data, extensions }: FormattedExecutionResult): string {
  const known = (data as { readonly [TEXT]?: string } | null | undefined)?.[TEXT];
  if (known !== undefined && errors === undefined && extensions === undefined) return known;
  const members: string[] = [];
  if (errors !== undefined) members.push(`"errors":${JSON.stringify(errors)}`);
  if (data !== undefined) members.push(`"data":${known === undefined ? JSON.stringify(data) : dataTextIn(known)}`);
  if (extensions !== undefined) members.push(`"extensions":${JSON.stringify(extensions)}`);
  return `{${members.join()}}\n`;
}

function dataTextIn(resultText: string): string {
  return resultText.slice(BEFORE_DATA.length, -AFTER_DATA.length);
}

/** Makes the object before anything is read of it or done to it. */
class KnownData implements ProxyHandler<Data> {
  #text: string | undefined;

  constructor(text: string) {
    this.#text = text;
  }

  /** From now on the object may be changed, so that its text is its own affair. */
  #made(target: Data): Data {
    const text = this.#text;
    if (text === undefined) return target;
    this.#text = undefined;
    for (const [key, value] of Object.entries(JSON.parse(dataTextIn(text)) as object))
      Object.defineProperty(target, key, { value, writable: true, enumerable: true, configurable: true });
    return target;
  }

  get(target: Data, key: PropertyKey): unknown {
    return key === TEXT ? this.#text : Reflect.get(this.#made(target), key);
  }
  set(target: Data, key: PropertyKey, value: unknown): boolean {
    return Reflect.set(this.#made(target), key, value);
  }
  has(target: Data, key: PropertyKey): boolean {
    return Reflect.has(this.#made(target), key);
  }
  ownKeys(target: Data): (string | symbol)[] {
    return Reflect.ownKeys(this.#made(target));
  }
  deleteProperty(target: Data, key: PropertyKey): boolean {
    return Reflect.deleteProperty(this.#made(target), key);
  }
  defineProperty(target: Data, key: PropertyKey, property: PropertyDescriptor): boolean {
    return Reflect.defineProperty(this.#made(target), key, property);
  }
  getOwnPropertyDescriptor(target: Data, key: PropertyKey): PropertyDescriptor | undefined {
    return Reflect.getOwnPropertyDescriptor(this.#made(target), key);
  }
  setPrototypeOf(target: Data, prototype: object | null): boolean {
    return Reflect.setPrototypeOf(this.#made(target), prototype);
  }
  isExtensible(target: Data): boolean {
    return Reflect.isExtensible(this.#made(target));
  }
  preventExtensions(target: Data): boolean {
    return Reflect.preventExtensions(this.#made(target));
  }
}
