import type { FetchNode, QueryPlanSelectionNode } from '@apollo/query-planner';
import { Kind, type OperationDefinitionNode, parse, print, type SelectionNode, type SelectionSetNode } from 'graphql';
import { withUsedVariables } from '../operation/used-variables.ts';
import type { LoadedSupergraph } from '../supergraph/load-supergraph.ts';
import type { FieldVariant } from '../supergraph/required-arguments.ts';
import { entitiesOf } from './fetch.ts';

type Variants = ReadonlyMap<string, FieldVariant>;

/** Splits an entity fetch whose fields must not be asked for together, for what they require. Any other fetch stays whole. */
export function separateRequirements(node: FetchNode, supergraph: LoadedSupergraph): FetchNode[] {
  return separateTypes(node, supergraph).flatMap((each) => separateVariants(each, supergraph));
}

/**
 * The fields of an interface object may be wanted on different types, of which only some were asked for what some of the fields
 * require: those that require the same go together.
 */
function separateTypes(node: FetchNode, supergraph: LoadedSupergraph): FetchNode[] {
  const isOfInterface = node.inputRewrites?.some(
    (rewrite) => rewrite.kind === 'ValueSetter' && supergraph.types.isInterfaceObject(String(rewrite.setValueTo)),
  );
  if (!node.requires || !isOfInterface) return [node];
  const [operation] = parse(node.operation, { noLocation: true }).definitions as [OperationDefinitionNode];
  const groups = new Map<string, { fields: Set<string>; names: Set<string> }>();
  for (const field of fieldsOf(entitiesOf(operation), undefined)) {
    const names = new Set(requirementsOf(field, node.serviceName, supergraph).flatMap(topNames));
    const key = [...names].sort().join();
    const group = groups.get(key) ?? { fields: new Set(), names };
    groups.set(key, group);
    group.fields.add(field.id);
  }
  if (groups.size < 2) return [node];
  const all = new Set([...groups.values()].flatMap(({ names }) => [...names]));
  return [...groups.values()].map(({ fields, names }) => ({
    ...node,
    operation: print(withFields(operation, fields)),
    requires: withoutFields(node.requires ?? [], new Set([...all].filter((name) => !names.has(name)))),
  }));
}

function withoutFields(
  selections: readonly QueryPlanSelectionNode[],
  unwanted: ReadonlySet<string>,
): QueryPlanSelectionNode[] {
  return selections.flatMap((node): QueryPlanSelectionNode[] => {
    if (node.kind === 'Field') return unwanted.has(node.name) ? [] : [node];
    return [{ ...node, selections: withoutFields(node.selections, unwanted) }];
  });
}

/** Splits a fetch whose fields require one field with different arguments: a representation has room for one value of a field. */
function separateVariants(node: FetchNode, supergraph: LoadedSupergraph): FetchNode[] {
  const { variants } = supergraph.required;
  if (!node.requires || variants.size === 0) return [node];
  const used = variantsIn(node.requires, variants);
  if (!conflicts(used, variants)) return [node];

  const [operation] = parse(node.operation, { noLocation: true }).definitions as [OperationDefinitionNode];
  const groups: { fields: Set<string>; variants: Set<string> }[] = [];
  for (const field of fieldsOf(entitiesOf(operation), undefined)) {
    const needed = requiredBy(field, node.serviceName, supergraph);
    const group = groups.find((each) => !conflicts(new Set([...each.variants, ...needed]), variants));
    if (group) {
      group.fields.add(field.id);
      for (const name of needed) group.variants.add(name);
    } else {
      groups.push({ fields: new Set([field.id]), variants: needed });
    }
  }
  return groups.map((group) => ({
    ...node,
    operation: print(withFields(operation, group.fields)),
    requires: withVariants(node.requires ?? [], group.variants, variants),
  }));
}

interface EntityField {
  readonly id: string;
  readonly type: string | undefined;
  readonly name: string;
}

function fieldsOf({ selections }: SelectionSetNode, type: string | undefined): EntityField[] {
  return selections.flatMap((node): EntityField[] => {
    if (node.kind === Kind.FIELD) return [{ id: idOf(node, type), type, name: node.name.value }];
    if (node.kind === Kind.FRAGMENT_SPREAD) return [];
    return fieldsOf(node.selectionSet, node.typeCondition?.name.value ?? type);
  });
}

function idOf(node: SelectionNode, type: string | undefined): string {
  return node.kind === Kind.FIELD ? `${type}.${(node.alias ?? node.name).value}` : '';
}

/** What of a field's requirements has variants, for a field of the type or of one that the type stands for. */
function requiredBy(field: EntityField, service: string, supergraph: LoadedSupergraph): Set<string> {
  const { variants } = supergraph.required;
  const names = requirementsOf(field, service, supergraph).flatMap(namesIn);
  return new Set(names.filter((name) => variants.has(name) || isPlain(name, variants)));
}

/** What a field requires in a subgraph, on its type or on one that the type stands for. */
function requirementsOf(
  { type, name }: EntityField,
  service: string,
  { required, graphNames, types }: LoadedSupergraph,
): SelectionSetNode[] {
  return [...required.requirements].flatMap(([owner, set]) => {
    const [graph = '', field = ''] = owner.split(' ');
    const [ownerType = '', ownerField] = field.split('.');
    if (graphNames.get(graph) !== service || ownerField !== name || type === undefined) return [];
    return types.includes(ownerType, type) || types.includes(type, ownerType) ? [set] : [];
  });
}

function topNames({ selections }: SelectionSetNode): string[] {
  return selections.flatMap((node) => {
    if (node.kind === Kind.FIELD) return [node.name.value];
    return node.kind === Kind.INLINE_FRAGMENT ? topNames(node.selectionSet) : [];
  });
}

function namesIn({ selections }: SelectionSetNode): string[] {
  return selections.flatMap((node) => {
    if (node.kind === Kind.FRAGMENT_SPREAD) return [];
    const inner = node.selectionSet ? namesIn(node.selectionSet) : [];
    return node.kind === Kind.FIELD ? [node.name.value, ...inner] : inner;
  });
}

function variantsIn(selections: readonly QueryPlanSelectionNode[], variants: Variants): Set<string> {
  const found = new Set<string>();
  for (const node of selections) {
    if (node.kind === 'Field' && (variants.has(node.name) || isPlain(node.name, variants))) found.add(node.name);
    for (const name of variantsIn(node.selections ?? [], variants)) found.add(name);
  }
  return found;
}

/** Whether a field is required without arguments here and with some elsewhere. */
function isPlain(name: string, variants: Variants): boolean {
  return [...variants.values()].some(({ field }) => field === name);
}

/** Whether two of the names stand for one field. */
function conflicts(names: ReadonlySet<string>, variants: Variants): boolean {
  const fields = [...names].map((name) => variants.get(name)?.field ?? name);
  return new Set(fields).size < fields.length;
}

function withFields(operation: OperationDefinitionNode, wanted: ReadonlySet<string>): OperationDefinitionNode {
  const filter = (set: SelectionSetNode, type: string | undefined): SelectionSetNode => ({
    ...set,
    selections: set.selections.flatMap((node): SelectionNode[] => {
      if (node.kind !== Kind.INLINE_FRAGMENT) return wanted.has(idOf(node, type)) ? [node] : [];
      const selectionSet = filter(node.selectionSet, node.typeCondition?.name.value ?? type);
      return selectionSet.selections.length > 0 ? [{ ...node, selectionSet }] : [];
    }),
  });
  const [entities] = operation.selectionSet.selections;
  if (entities?.kind !== Kind.FIELD) return operation;
  const selections = [{ ...entities, selectionSet: filter(entitiesOf(operation), undefined) }];
  return withUsedVariables({ ...operation, selectionSet: { ...operation.selectionSet, selections } });
}

/** Requirements without the variants of fields that this group has in another variant, or not at all. */
function withVariants(
  selections: readonly QueryPlanSelectionNode[],
  wanted: ReadonlySet<string>,
  variants: Variants,
): QueryPlanSelectionNode[] {
  return selections.flatMap((node): QueryPlanSelectionNode[] => {
    if (
      node.kind === 'Field' &&
      !wanted.has(node.name) &&
      (variants.has(node.name) || isReplaced(node.name, wanted, variants))
    )
      return [];
    if (!node.selections) return [node];
    const inner = withVariants(node.selections, wanted, variants);
    return inner.length > 0 ? [{ ...node, selections: inner }] : [];
  });
}

function isReplaced(name: string, wanted: ReadonlySet<string>, variants: Variants): boolean {
  return [...wanted].some((each) => variants.get(each)?.field === name);
}
