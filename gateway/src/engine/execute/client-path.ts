import { isJsonObject, type JsonObject } from '../json.ts';
import type { Path } from '../shape/complete.ts';
import type { ObjectShape, ValueShape } from '../shape/shape.ts';

/** The keys below a place that the client asked for on some type, by their names inside. */
export interface KeyTree {
  readonly children: ReadonlyMap<string, KeyTree>;
}

/** How to say places in the client's terms. */
export interface PathTerms {
  readonly shape: ObjectShape;
  readonly keyTree: () => KeyTree;
  clientKeyOf(name: string): string;
}

/**
 * A path inside as the client knows it, as far as the client asked for what is there.
 * @param data decides which types objects are of; where it ends, fields of any type count
 */
export function clientPath(path: Path, data: JsonObject, { shape, keyTree, clientKeyOf }: PathTerms): Path {
  const place: (string | number)[] = [];
  let keys: KeyTree | undefined = keyTree();
  let value: unknown = data;
  let object: ObjectShape | undefined = shape;
  let inner: ValueShape | undefined;
  for (const element of path) {
    if (typeof element === 'number') {
      place.push(element);
      value = Array.isArray(value) ? value[element] : undefined;
      inner = inner?.kind === 'list' ? inner.item : undefined;
    } else {
      keys = keys.children.get(element);
      const field = object?.fields.find(({ key }) => key === element);
      if (!keys || (object && !field)) return place;
      place.push(clientKeyOf(element));
      value = isJsonObject(value) ? value[element] : undefined;
      inner = field?.value;
    }
    object = inner?.kind === 'composite' && isJsonObject(value) ? inner.shapeOf(value['__typename']) : undefined;
  }
  return place;
}
