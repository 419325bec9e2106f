import type { FetchDataKeyRenamer, FetchDataRewrite, FetchNode, QueryPlanSelectionNode } from '@apollo/query-planner';
import {
  type DocumentNode,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  parse,
  print,
  type SelectionNode,
  type SelectionSetNode,
  stripIgnoredCharacters,
  visit,
} from 'graphql';
import { responseKey } from '../operation/fields.ts';
import type { LoadedSupergraph } from '../supergraph/load-supergraph.ts';
import type { FieldVariant } from '../supergraph/required-arguments.ts';
import { type FetchPath, fetchPath } from './fetch-path.ts';
import { compileRepresentation, type RepresentationWriter } from './representation.ts';

/** A fetch of a plan, with all that does not depend on the request done. */
export interface CompiledFetch {
  readonly service: string;
  readonly isMutation: boolean;
  /** The place of the answer: the root, or the objects found there. */
  readonly path: FetchPath;
  /** The operation's text, and its constant beginning of the request's body: `{"query":"…","variables":`. */
  readonly query: string;
  readonly bodyStart: string;
  /** The client's variables that it uses. */
  readonly variables: readonly string[];
  /** The fields at the top of the answer, or of each entity in it. */
  readonly keys: readonly string[];
  readonly outputRewrites: readonly FetchDataRewrite[];
}

/** A fetch of fields of entities. */
export interface CompiledEntityFetch extends CompiledFetch {
  readonly representationOf: RepresentationWriter;
  /** A field that tells entities apart, if there is one at the top of their representations. */
  readonly keyField: string | undefined;
  /** Values around an entity that its fields take as arguments. */
  readonly contexts: readonly FetchDataKeyRenamer[];
  readonly operation: OperationDefinitionNode;
}

export function isEntityFetch(fetch: CompiledFetch): fetch is CompiledEntityFetch {
  return 'representationOf' in fetch;
}

/** @param path where in the plan the fetch stands */
export function compileFetch(
  node: FetchNode,
  path: readonly (string | number)[],
  { types, required }: LoadedSupergraph,
): CompiledFetch | CompiledEntityFetch {
  const document = withRequiredArguments(parse(node.operation, { noLocation: true }), required.variants);
  const operation = operationOf(document);
  const { contextRewrites: contexts = [], inputRewrites = [], outputRewrites = [] } = node;
  const contextVariables = new Set(contexts.map(({ renameKeyTo }) => renameKeyTo));
  const entities = node.requires && entitiesOf(operation);
  const fetch: CompiledFetch = {
    ...textOf(operation),
    service: node.serviceName,
    isMutation: operation.operation === OperationTypeNode.MUTATION,
    path: fetchPath(path),
    variables: variablesOf(operation).filter((name) => !contextVariables.has(name)),
    keys: [...new Set([...keysOf(entities ?? operation.selectionSet), ...outputRewrites.flatMap(newTopKey)])],
    outputRewrites,
  };
  if (!node.requires) return fetch;
  const parts = { types, variants: required.variants };
  return {
    ...fetch,
    operation,
    contexts,
    keyField: keyFieldOf(node.requires),
    representationOf: compileRepresentation(node.requires, inputRewrites, parts),
  };
}

/** The text of an operation, alone and as the beginning of a request's body. */
export function textOf(operation: OperationDefinitionNode): Pick<CompiledFetch, 'query' | 'bodyStart'> {
  const query = stripIgnoredCharacters(print(operation));
  return { query, bodyStart: `{"query":${JSON.stringify(query)},"variables":` };
}

/** What is selected of the entities. */
export function entitiesOf({ selectionSet }: OperationDefinitionNode): SelectionSetNode {
  const [entities] = selectionSet.selections;
  if (entities?.kind !== Kind.FIELD || !entities.selectionSet) throw new Error('An entity fetch asks for no entities.');
  return entities.selectionSet;
}

/** Turns the fields that stand for a field with required arguments into that field, under their own name. */
function withRequiredArguments(document: DocumentNode, variants: ReadonlyMap<string, FieldVariant>): DocumentNode {
  if (variants.size === 0) return document;
  return visit(document, {
    Field: (node) => {
      const variant = variants.get(node.name.value);
      if (!variant) return undefined;
      const name = { kind: Kind.NAME, value: variant.field } as const;
      return { ...node, alias: node.alias ?? node.name, name, arguments: variant.arguments };
    },
  });
}

/** The client's variables, or contexts, that an operation takes. */
function variablesOf({ variableDefinitions = [] }: OperationDefinitionNode): string[] {
  return variableDefinitions.map(({ variable }) => variable.name.value).filter((name) => name !== 'representations');
}

function operationOf({ definitions: [operation] }: DocumentNode): OperationDefinitionNode {
  if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error('A fetch has no operation.');
  return operation;
}

function keysOf({ selections }: SelectionSetNode): string[] {
  return selections.flatMap((node: SelectionNode) => {
    if (node.kind === Kind.FIELD) return [responseKey(node)];
    return node.kind === Kind.INLINE_FRAGMENT ? keysOf(node.selectionSet) : [];
  });
}

/** The key that a rewrite gives a field at the top. */
function newTopKey({ path, ...rewrite }: FetchDataRewrite): string[] {
  const isTop = path.slice(0, -1).every((element) => element.startsWith('... on '));
  return isTop && rewrite.kind === 'KeyRenamer' ? [rewrite.renameKeyTo] : [];
}

function keyFieldOf(requires: readonly QueryPlanSelectionNode[]): string | undefined {
  for (const node of requires) {
    const name = node.kind === 'Field' ? (node.alias ?? node.name) : keyFieldOf(node.selections);
    const isKey = name !== undefined && name !== '__typename' && !(node.kind === 'Field' && node.selections);
    if (isKey) return name;
  }
  return undefined;
}
