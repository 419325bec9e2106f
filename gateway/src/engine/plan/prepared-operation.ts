import {
  type GraphQLObjectType,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  type SelectionSetNode,
} from 'graphql';
import { compilePlan } from '../compile/compile-plan.ts';
import type { KeyTree } from '../execute/client-path.ts';
import { introspectionOf } from '../execute/introspect.ts';
import type { Step } from '../execute/run.ts';
import { responseKey } from '../operation/fields.ts';
import { isolateNames } from '../operation/isolate.ts';
import type { NormalisedOperation } from '../operation/normalise.ts';
import type { PrivateNames } from '../operation/private-names.ts';
import { compileShape } from '../shape/compile-shape.ts';
import type { ObjectShape } from '../shape/shape.ts';
import type { LoadedSupergraph } from '../supergraph/load-supergraph.ts';
import { compileWriter, type DataWriter } from '../write/compile-writer.ts';
import { expandFragments } from './expand-fragments.ts';
import { planOperation } from './plan-operation.ts';

/** Bytes of compiled functions for a byte of a plan's text: 15 were measured before an operation had run, up to 25 after. */
const BYTES_OF_TEXT = 25;

/** An operation with all that is done once for it. */
export interface PreparedOperation {
  readonly kind: 'prepared';
  readonly operation: NormalisedOperation;
  readonly isMutation: boolean;
  /** What it asks of the schema itself. */
  readonly introspection: OperationDefinitionNode | undefined;
  readonly parts: readonly PreparedPart[];
  /** What the client wants. */
  readonly answer: PreparedAnswer;
  readonly keyTree: () => KeyTree;
  readonly sizeBytes: number;
}

export interface PreparedPart {
  readonly step: Step;
  /** The root field of a mutation that it is for. */
  readonly key: string | undefined;
}

export interface PreparedAnswer {
  readonly shape: ObjectShape;
  readonly write: DataWriter;
}

/** @throws GraphQLError when it can not be answered */
export function prepareOperation(
  operation: NormalisedOperation,
  supergraph: LoadedSupergraph,
  names: PrivateNames,
  labels: ReadonlySet<string>,
): PreparedOperation {
  const isolated = isolateNames(operation.node, supergraph.reservedNames, names);
  const { parts } = planOperation(expandFragments(isolated, supergraph, names.placeholder), supergraph, labels);
  const planLength = JSON.stringify(parts).length;
  const root = supergraph.apiSchema.getRootType(isolated.operation) as GraphQLObjectType;
  const shape = compileShape(root, [isolated.selectionSet], { ...supergraph, names });
  const compiled = parts.map(({ node, key }) => ({ ...compilePlan(node, supergraph), key }));
  const sharedPlaces = new Set(compiled.flatMap((part) => [...part.sharedPlaces]));
  let tree: KeyTree | undefined;

  return {
    kind: 'prepared',
    operation,
    introspection: introspectionOf(isolated, names.placeholder),
    isMutation: isolated.operation === OperationTypeNode.MUTATION,
    parts: compiled,
    keyTree: () => (tree ??= keyTreeOf([isolated.selectionSet])),
    sizeBytes: planLength * BYTES_OF_TEXT + operation.sizeBytes,
    answer: { shape, write: compileWriter(shape, sharedPlaces) },
  };
}

function keyTreeOf(sets: readonly SelectionSetNode[]): KeyTree {
  const inner = new Map<string, SelectionSetNode[]>();
  const collect = ({ selections }: SelectionSetNode): void => {
    for (const node of selections) {
      if (node.kind === Kind.INLINE_FRAGMENT) collect(node.selectionSet);
      if (node.kind !== Kind.FIELD) continue;
      const key = responseKey(node);
      inner.set(key, [...(inner.get(key) ?? []), ...(node.selectionSet ? [node.selectionSet] : [])]);
    }
  };
  for (const set of sets) collect(set);
  return { children: new Map([...inner].map(([key, below]) => [key, keyTreeOf(below)])) };
}
