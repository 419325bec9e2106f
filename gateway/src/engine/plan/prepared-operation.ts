import {
  type FieldNode,
  type GraphQLField,
  type GraphQLObjectType,
  getArgumentValues,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  type SelectionSetNode,
} from 'graphql';
import type { SubgraphAnswer } from '../../transport/subgraph-transport.ts';
import { type AccessOutcome, UNGUARDED } from '../authorise/decide-access.ts';
import { permissionsOf } from '../authorise/permissions.ts';
import { withoutForbiddenFields } from '../authorise/remove-fields.ts';
import type { Rule } from '../authorise/rule.ts';
import { compilePlan } from '../compile/compile-plan.ts';
import { type CompiledFetch, compileFetch } from '../compile/fetch.ts';
import type { SubscribedField } from '../engine-options.ts';
import type { KeyTree } from '../execute/client-path.ts';
import { introspectionOf } from '../execute/introspect.ts';
import { rootRequest, takeEvent } from '../execute/root-fetch.ts';
import type { Run, Step } from '../execute/run.ts';
import type { SubgraphRequest } from '../execute/subgraph-request.ts';
import type { Variables } from '../operation/coerce-variables.ts';
import { responseKey } from '../operation/fields.ts';
import { isolateNames } from '../operation/isolate.ts';
import type { NormalisedOperation } from '../operation/normalise.ts';
import type { PrivateNames } from '../operation/private-names.ts';
import { compileShape } from '../shape/compile-shape.ts';
import type { ObjectShape } from '../shape/shape.ts';
import type { LoadedSupergraph } from '../supergraph/load-supergraph.ts';
import { compileWriter, type DataWriter } from '../write/compile-writer.ts';
import { expandFragments } from './expand-fragments.ts';
import { type OperationPlan, planOperation, rootFields } from './plan-operation.ts';

/** Bytes of compiled functions for a byte of a plan's text: 15 were measured before an operation had run, up to 25 after. */
const BYTES_OF_TEXT = 25;

/** An operation with all that is done once for it. */
export interface PreparedOperation {
  readonly kind: 'prepared';
  readonly operation: NormalisedOperation;
  readonly isMutation: boolean;
  /** What it asks of the schema itself. */
  readonly introspection: OperationDefinitionNode | undefined;
  /** Of a subscription: where events come from, and how the answer begins with one. The parts are run for each event. */
  readonly subscription: PreparedSource | undefined;
  readonly parts: readonly PreparedPart[];
  /** For whom it is prepared. */
  readonly access: AccessOutcome;
  /** What the client wants. */
  readonly answer: PreparedAnswer;
  /** The same where only these rules are met. */
  answerFor(met: ReadonlySet<Rule>): PreparedAnswer;
  readonly keyTree: () => KeyTree;
  readonly sizeBytes: number;
}

export interface PreparedPart {
  readonly step: Step;
  /** The root field of a mutation that it is for. */
  readonly key: string | undefined;
}

export interface PreparedSource {
  readonly service: string;
  requestFor(variables: Variables): SubgraphRequest;
  /** The field that the events are for. */
  fieldFor(variables: Variables): SubscribedField;
  take(answer: SubgraphAnswer, run: Run): void;
}

export interface PreparedAnswer {
  readonly shape: ObjectShape;
  readonly write: DataWriter;
}

/**
 * @param access of those for whom it is prepared
 * @throws GraphQLError when it can not be answered
 */
export function prepareOperation(
  operation: NormalisedOperation,
  supergraph: LoadedSupergraph,
  names: PrivateNames,
  labels: ReadonlySet<string>,
  access: AccessOutcome = UNGUARDED,
): PreparedOperation {
  const isolated = isolateNames(operation.node, supergraph.reservedNames, names);
  const { apiSchema: schema, rules } = supergraph;
  const { placeholder } = names;
  const permissions = rules && permissionsOf(rules, access.met, schema);
  const asked = permissions ? withoutForbiddenFields(isolated, { schema, permissions, placeholder }) : isolated;
  const plan: OperationPlan = isNothing(asked, placeholder)
    ? { parts: [] }
    : planOperation(expandFragments(asked, supergraph, placeholder), supergraph, labels);
  const { parts } = plan;
  const primary = plan.primary && compileFetch(plan.primary, [], supergraph);
  const planLength = JSON.stringify(plan).length;
  const root = supergraph.apiSchema.getRootType(isolated.operation) as GraphQLObjectType;
  const compiled = parts.map(({ node, key }) => ({ ...compilePlan(node, supergraph, primary && [primary]), key }));
  const sharedPlaces = new Set(compiled.flatMap((part) => [...part.sharedPlaces]));
  let tree: KeyTree | undefined;
  const answerFor = (met: ReadonlySet<Rule>): PreparedAnswer => {
    const permitted = rules && { permissions: permissionsOf(rules, met, schema) };
    const shape = compileShape(root, [isolated.selectionSet], { ...supergraph, names, ...permitted });
    return { shape, write: compileWriter(shape, sharedPlaces) };
  };

  return {
    kind: 'prepared',
    operation,
    introspection: introspectionOf(isolated, names.placeholder),
    isMutation: isolated.operation === OperationTypeNode.MUTATION,
    subscription: primary && sourceOf(primary, root, isolated.selectionSet, supergraph),
    parts: compiled,
    keyTree: () => (tree ??= keyTreeOf([isolated.selectionSet])),
    sizeBytes: planLength * BYTES_OF_TEXT + operation.sizeBytes,
    access,
    answer: answerFor(access.met),
    answerFor,
  };
}

function sourceOf(
  fetch: CompiledFetch,
  root: GraphQLObjectType,
  selected: SelectionSetNode,
  { types }: LoadedSupergraph,
): PreparedSource {
  const node = rootFields(selected).find(({ name }) => !name.value.startsWith('__')) as FieldNode;
  const field = root.getFields()[node.name.value] as GraphQLField<unknown, unknown>;
  return {
    service: fetch.service,
    requestFor: (variables) => rootRequest(fetch, variables),
    fieldFor: (variables) => {
      const values = Object.entries(getArgumentValues(field, node, variables)).filter(([, value]) => value != null);
      return { name: field.name, arguments: Object.fromEntries(values) };
    },
    take: (answer, run) => takeEvent(fetch, answer, types, run),
  };
}

/** Whether of an operation nothing may be read, so that nobody has to be asked. */
function isNothing({ selectionSet: { selections } }: OperationDefinitionNode, placeholder: string): boolean {
  const [only, ...others] = selections;
  return others.length === 0 && only?.kind === Kind.FIELD && responseKey(only) === placeholder;
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
