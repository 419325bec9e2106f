import type { FormattedExecutionResult } from 'graphql';

type Data = Record<string, unknown>;

/** Asks data for the result that it is of. A name of ours, not a WeakMap: the garbage collector copies what hangs on one. */
const RESULT = Symbol('result');

/** What stands around the data in a result that has no errors. */
export const BEFORE_DATA = '{"data":';
export const AFTER_DATA = '}\n';

/** A result that has no errors, as bytes. */
export function resultOf(dataText: string): Buffer {
  return Buffer.from(BEFORE_DATA + dataText + AFTER_DATA);
}

/**
 * The data of a result whose bytes are known. It looks like any other object; it is made of the bytes when somebody looks.
 * @param result without errors
 */
export function dataOf(result: Buffer): Data | null {
  return result.equals(NO_DATA) ? null : new Proxy<Data>({}, new KnownData(result));
}

const NO_DATA = resultOf('null');

/** A whole result as JSON, with what is known of its data: as bytes, or as a text where it had to be made. */
export function writeResult({ errors, data, extensions }: FormattedExecutionResult): Buffer | string {
  const known = (data as { readonly [RESULT]?: Buffer } | null | undefined)?.[RESULT];
  if (known !== undefined && errors === undefined && extensions === undefined) return known;
  const members: string[] = [];
  if (errors !== undefined) members.push(`"errors":${JSON.stringify(errors)}`);
  if (data !== undefined) members.push(`"data":${known === undefined ? JSON.stringify(data) : dataTextIn(known)}`);
  if (extensions !== undefined) members.push(`"extensions":${JSON.stringify(extensions)}`);
  return `{${members.join()}}\n`;
}

function dataTextIn(result: Buffer): string {
  return result.toString('utf8', BEFORE_DATA.length, result.length - AFTER_DATA.length);
}

/** Makes the object before anything is read of it or done to it. */
class KnownData implements ProxyHandler<Data> {
  #result: Buffer | undefined;

  constructor(result: Buffer) {
    this.#result = result;
  }

  /** From now on the object may be changed, so that what is written of it is its own affair. */
  #made(target: Data): Data {
    const result = this.#result;
    if (result === undefined) return target;
    this.#result = undefined;
    for (const [key, value] of Object.entries(JSON.parse(dataTextIn(result)) as object))
      Object.defineProperty(target, key, { value, writable: true, enumerable: true, configurable: true });
    return target;
  }

  get(target: Data, key: PropertyKey): unknown {
    return key === RESULT ? this.#result : Reflect.get(this.#made(target), key);
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
