import type { MeasureCost } from '../engine/engine-options.ts';
import { isJsonObject, type JsonObject, memberOf } from '../engine/json.ts';
import type { CompositeShape, ObjectShape, ValueShape } from '../engine/shape/shape.ts';
import type { Settings } from '../settings/settings.ts';
import { readCostSchema } from './cost-schema.ts';

/** A field whose values cost something, or can hold some that do. */
interface CostedPlace {
  readonly key: string;
  readonly weight: number;
  readonly composite: CompositeShape | undefined;
}

/**
 * The option of an engine that has it measure what answers cost, where anybody wants to know.
 * @param isMetered whether metrics do
 */
export function costMeasure(
  { tellCost, costBudget }: Pick<Settings['limits'], 'tellCost' | 'costBudget'>,
  isMetered = false,
): { readonly measureWith?: typeof actualCost } {
  return tellCost || costBudget || isMetered ? { measureWith: actualCost } : {};
}

/** Counts what the data of answers costs, by the same weights as estimates: each object once for each place that it stands at. */
export function actualCost(supergraphSdl: string): MeasureCost {
  const schema = readCostSchema(supergraphSdl);
  const known = new WeakMap<ObjectShape, readonly CostedPlace[]>();

  function placesOf(shape: ObjectShape): readonly CostedPlace[] {
    const places = shape.fields.flatMap(({ fieldName, key, value }) => {
      const field = schema.fieldOf(shape.typeName, fieldName);
      const composite = compositeIn(value);
      const weight = field?.weight ?? 0;
      return field && (composite || weight !== 0) ? [{ key, weight, composite }] : [];
    });
    known.set(shape, places);
    return places;
  }

  function ofObject(shape: ObjectShape, object: JsonObject): number {
    let total = 0;
    for (const place of known.get(shape) ?? placesOf(shape)) total += ofValue(place, memberOf(object, place.key));
    return total;
  }

  function ofValue(place: CostedPlace, value: unknown): number {
    if (value === null || value === undefined) return 0;
    if (Array.isArray(value)) {
      let total = 0;
      for (const item of value as unknown[]) total += ofValue(place, item);
      return total;
    }
    if (!place.composite || !isJsonObject(value)) return place.weight;
    const shape = place.composite.shapeOf(value['__typename']);
    return shape ? place.weight + ofObject(shape, value) : place.weight;
  }

  return ofObject;
}

function compositeIn(value: ValueShape): CompositeShape | undefined {
  if (value.kind === 'list') return compositeIn(value.item);
  return value.kind === 'composite' ? value : undefined;
}
