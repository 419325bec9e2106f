import type { FormattedExecutionResult } from 'graphql';

/** The texts of data that nobody has looked at yet. */
export interface ResultTexts {
  /** Data whose text is known already. It looks like any other object; it is made of the text when somebody looks. */
  dataOf(text: string): Record<string, unknown> | null;
  /** The text of a whole result, with what is known of its data. */
  stringify(result: FormattedExecutionResult): string;
}

export function createResultTexts(): ResultTexts {
  const texts = new WeakMap<object, string>();

  return {
    dataOf: (text) => {
      if (text === 'null') return null;
      const target: Record<string, unknown> = {};
      let isMade = false;
      const data = new Proxy(target, onFirstLook(make));
      texts.set(data, text);
      return data;

      /** From now on the object may be changed, so that its text is its own affair. */
      function make(): void {
        if (isMade) return;
        isMade = true;
        texts.delete(data);
        for (const [key, value] of Object.entries(JSON.parse(text) as object))
          Object.defineProperty(target, key, { value, writable: true, enumerable: true, configurable: true });
      }
    },
    stringify: ({ errors, data, extensions }) => {
      const members: string[] = [];
      if (errors !== undefined) members.push(`"errors":${JSON.stringify(errors)}`);
      if (data !== undefined) members.push(`"data":${(data && texts.get(data)) ?? JSON.stringify(data)}`);
      if (extensions !== undefined) members.push(`"extensions":${JSON.stringify(extensions)}`);
      return `{${members.join()}}\n`;
    },
  };
}

/** Calls `make` before anything is read of an object or done to it. */
function onFirstLook(make: () => void): ProxyHandler<Record<string, unknown>> {
  const after =
    <A extends unknown[], R>(operation: (...args: A) => R) =>
    (...args: A): R => {
      make();
      return operation(...args);
    };
  return {
    get: after((target: object, key: PropertyKey) => Reflect.get(target, key) as unknown),
    set: after((target: object, key: PropertyKey, value: unknown) => Reflect.set(target, key, value)),
    has: after(Reflect.has),
    ownKeys: after(Reflect.ownKeys),
    deleteProperty: after(Reflect.deleteProperty),
    defineProperty: after(Reflect.defineProperty),
    getOwnPropertyDescriptor: after(Reflect.getOwnPropertyDescriptor),
    setPrototypeOf: after(Reflect.setPrototypeOf),
    isExtensible: after(Reflect.isExtensible),
    preventExtensions: after(Reflect.preventExtensions),
  };
}
