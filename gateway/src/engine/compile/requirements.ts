import type { FetchNode, QueryPlanSelectionNode } from '@apollo/query-planner';
import {
  Kind,
  type OperationDefinitionNode,
  parse,
  print,
  type SelectionNode,
  type SelectionSetNode,
  visit,
} from 'graphql';
import type { LoadedSupergraph } from '../supergraph/load-supergraph.ts';
import type { FieldVariant } from '../supergraph/required-arguments.ts';
import { entitiesOf } from './fetch.ts';

type Variants = ReadonlyMap<string, FieldVariant>;

/**
 * Splits an entity fetch whose fields require one field with different arguments: a representation has room for one value
 * of a field. Any other fetch stays whole.
 */
export function separateRequirements(node: FetchNode, supergraph: LoadedSupergraph): FetchNode[] {
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
function requiredBy(
  { type, name }: EntityField,
  service: string,
  { required, graphNames, types }: LoadedSupergraph,
): Set<string> {
  const found = new Set<string>();
  for (const [owner, set] of required.requirements) {
    const [graph = '', field = ''] = owner.split(' ');
    const [ownerType = '', ownerField] = field.split('.');
    if (graphNames.get(graph) !== service || ownerField !== name || type === undefined) continue;
    if (!types.includes(ownerType, type) && !types.includes(type, ownerType)) continue;
    for (const used of namesIn(set))
      if (required.variants.has(used) || isPlain(used, required.variants)) found.add(used);
  }
  return found;
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

function withUsedVariables(operation: OperationDefinitionNode): OperationDefinitionNode {
  const used = new Set<string>();
  visit(operation, { VariableDefinition: () => false, Variable: ({ name }) => void used.add(name.value) });
  const variableDefinitions =
    operation.variableDefinitions?.filter(({ variable }) => used.has(variable.name.value)) ?? [];
  return { ...operation, variableDefinitions };
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
