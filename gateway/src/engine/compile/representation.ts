import type { FetchDataRewrite, QueryPlanSelectionNode } from '@apollo/query-planner';
import { isJsonObject, type JsonObject, memberOf } from '../json.ts';
import type { FieldVariant } from '../supergraph/required-arguments.ts';
import type { TypeSystem } from '../supergraph/type-system.ts';
import { quoted } from '../write/json-text.ts';
import { applyRewrites } from './rewrites.ts';

/** Writes what a subgraph needs to know of an object as JSON text; `undefined` when the object lacks some of it. */
export type RepresentationWriter = (object: JsonObject) => string | undefined;

export interface RepresentationParts {
  readonly types: TypeSystem;
  readonly variants: ReadonlyMap<string, FieldVariant>;
}

type Selections = readonly QueryPlanSelectionNode[];
type ValueWriter = (value: unknown) => string | undefined;

/** Compiles the `requires` and `inputRewrites` of a fetch. */
export function compileRepresentation(
  requires: Selections,
  rewrites: readonly FetchDataRewrite[],
  parts: RepresentationParts,
): RepresentationWriter {
  const setters = rewrites.map(typeNameSetter);
  const write = selectionWriter(requires, parts, (name) => {
    const setter = setters.find((set) => set && parts.types.includes(set.of, name));
    if (setter) return setter.to;
    // The planner may name what such an object would need, without a key. The subgraph does not know its type.
    const isUnknown = setters.some(
      (set) => set && parts.types.isInterfaceObject(set.to) && parts.types.includes(set.to, name),
    );
    return isUnknown ? undefined : name;
  });
  if (setters.every((setter) => setter !== undefined)) return write;
  const plain = selectionWriter(requires, parts);
  return (object) => {
    const text = plain(object);
    if (text === undefined) return undefined;
    const representation: unknown = JSON.parse(text);
    applyRewrites(representation, rewrites, parts.types);
    return JSON.stringify(representation);
  };
}

/** The common rewrite: objects of a type are announced under the name of an interface that the subgraph knows. */
function typeNameSetter(rewrite: FetchDataRewrite): { of: string; to: string } | undefined {
  const [condition, key, ...rest] = rewrite.path;
  if (rewrite.kind !== 'ValueSetter' || key !== '__typename' || rest.length > 0) return undefined;
  if (condition === undefined || typeof rewrite.setValueTo !== 'string') return undefined;
  return { of: condition.slice('... on '.length), to: rewrite.setValueTo };
}

function selectionWriter(
  selections: Selections,
  parts: RepresentationParts,
  announced: (typeName: string) => string | undefined = (typeName) => typeName,
): RepresentationWriter {
  const byType = new Map<string, RepresentationWriter>();
  const untyped = selections.some(({ kind }) => kind === 'InlineFragment')
    ? undefined
    : objectWriter(selections, parts);
  if (untyped) return untyped;
  return (object) => {
    const name = object['__typename'];
    if (typeof name !== 'string') return undefined;
    let write = byType.get(name);
    if (!write) {
      const applying = applyingTo(name, selections, parts.types);
      const typeName = announced(name);
      if (applying.length === 0 || typeName === undefined) return undefined;
      write = objectWriter(applying, parts, typeName);
      byType.set(name, write);
    }
    return write(object);
  };
}

/** The fields among selections that are selected of objects of a type. */
function applyingTo(typeName: string, selections: Selections, types: TypeSystem): Selections {
  return selections.flatMap((node): Selections => {
    if (node.kind === 'Field') return [node];
    const applies = node.typeCondition === undefined || types.includes(node.typeCondition, typeName);
    return applies ? applyingTo(typeName, node.selections, types) : [];
  });
}

function objectWriter(fields: Selections, parts: RepresentationParts, announced?: string): RepresentationWriter {
  const merged = new Map<string, { name: string; inner: QueryPlanSelectionNode[] }>();
  for (const node of fields) {
    if (node.kind !== 'Field') continue;
    const known = merged.get(node.alias ?? node.name);
    if (known) known.inner.push(...(node.selections ?? []));
    else merged.set(node.alias ?? node.name, { name: node.name, inner: [...(node.selections ?? [])] });
  }
  const writers = [...merged].map(([key, { name, inner }], index) => ({
    key,
    label: `${index === 0 ? '' : ','}${quoted(parts.variants.get(name)?.field ?? key)}:`,
    write: key === '__typename' && announced !== undefined ? () => quoted(announced) : valueWriter(inner, parts),
  }));
  return (object) => {
    let text = '{';
    for (const { key, label, write } of writers) {
      const written = write(memberOf(object, key));
      if (written === undefined) return undefined;
      text += label + written;
    }
    return `${text}}`;
  };
}

function valueWriter(inner: Selections, parts: RepresentationParts): ValueWriter {
  if (inner.length === 0) return (value) => (typeof value === 'string' ? quoted(value) : JSON.stringify(value));
  const write = selectionWriter(inner, parts);
  const writeValue: ValueWriter = (value) => {
    if (value === null) return 'null';
    if (isJsonObject(value)) return write(value);
    if (!Array.isArray(value)) return undefined;
    const items = value.map(writeValue);
    return items.includes(undefined) ? undefined : `[${items.join()}]`;
  };
  return writeValue;
}
