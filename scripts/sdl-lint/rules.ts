import type { GraphQLESLintRule, GraphQLESLintRuleContext } from '@graphql-eslint/eslint-plugin';
import {
  type DocumentNode,
  type FieldDefinitionNode,
  type InterfaceTypeDefinitionNode,
  Kind,
  type NameNode,
  type ObjectTypeDefinitionNode,
  print,
  type TypeDefinitionNode,
} from 'graphql';
import { apps, renameForApp } from '../../schema/src/index.ts';
import { withoutKey } from './without-key.ts';

type Report = (name: NameNode, message: string) => void;
type Check = (document: DocumentNode, report: Report) => void;

/** Makes a rule of a check that sees a whole file and says what is wrong at which name. */
function rule(check: Check): GraphQLESLintRule {
  return {
    meta: { type: 'problem', schema: [] },
    create: (context: GraphQLESLintRuleContext<[]>) => ({
      Document(node: { rawNode(): DocumentNode }) {
        check(node.rawNode(), ({ loc }, message) => {
          const { line = 1, column = 1 } = loc?.startToken ?? {};
          context.report({ loc: { line, column: column - 1 }, message });
        });
      },
    }),
  };
}

/** `doIt(input: DoItInput!): DoItPayload`, whose payload says in `userErrors: [XError!]!` what the caller can mend. */
export const mutationShape = rule((document, report) => {
  const payloads = new Map(typesOf(document).map((type) => [type.name.value, type]));
  for (const mutation of fieldsOf(payloads.get('Mutation'))) {
    const name = capitalized(mutation.name.value);
    const [input, ...others] = mutation.arguments ?? [];
    if (print(mutation.type) !== `${name}Payload`) report(mutation.name, `answers ${name}Payload, nullable`);
    if (others.length > 0) report(mutation.name, 'takes one argument, input');
    if (input === undefined) continue;
    if (print(input.type) !== `${name}Input!`) report(input.name, `is of the type ${name}Input!`);
    const errors = fieldsOf(payloads.get(`${name}Payload`)).find((field) => field.name.value === 'userErrors');
    if (!/^\[\w+Error!\]!$/.test(errors === undefined ? '' : print(errors.type))) {
      report(mutation.name, 'answers a payload with userErrors: [XError!]!');
    }
  }
});

/** Every mutation takes an `idempotencyKey: String!`, but for those that `without-key.ts` names, each with its reason (D3). */
export const idempotencyKeys = rule((document, report) => {
  const types = new Map(typesOf(document).map((type) => [type.name.value, type]));
  const exceptions = new Set(Object.keys(withoutKey).flatMap((name) => apps.map((entry) => renameForApp(name, entry))));
  for (const mutation of fieldsOf(types.get('Mutation'))) {
    const input = types.get(`${capitalized(mutation.name.value)}Input`);
    const fields = input?.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION ? (input.fields ?? []) : [];
    const hasKey = fields.some(({ name, type }) => name.value === 'idempotencyKey' && print(type) === 'String!');
    const isException = exceptions.has(mutation.name.value);
    if (!hasKey && !isException)
      report(mutation.name, 'takes an idempotencyKey: String!, or is named in without-key.ts');
    if (hasKey && isException) report(mutation.name, 'takes an idempotencyKey, so it is not named in without-key.ts');
  }
});

/** `type XError implements UserError` with a `code: XErrorCode!` of its own. */
export const errorShape = rule((document, report) => {
  for (const type of typesOf(document)) {
    if (type.kind !== Kind.OBJECT_TYPE_DEFINITION || !type.name.value.endsWith('Error')) continue;
    const code = fieldsOf(type).find((field) => field.name.value === 'code');
    const isUserError = type.interfaces?.some(({ name }) => name.value === 'UserError');
    if (isUserError !== true) report(type.name, 'implements UserError');
    if (code === undefined || print(code.type) !== `${type.name.value}Code!`) {
      report(type.name, `has code: ${type.name.value}Code!`);
    }
  }
});

/** A list that can grow: `(first: Int! = …, after: String): XConnection` with `nodes`, `edges` and `pageInfo`. */
export const connectionShape = rule((document, report) => {
  for (const type of typesOf(document)) {
    const fields = fieldsOf(type).map(({ name, type: of }) => `${name.value}: ${print(of)}`);
    const item = type.name.value.replace(/Connection$/, '');
    if (type.kind === Kind.OBJECT_TYPE_DEFINITION && item !== type.name.value) {
      for (const field of [`nodes: [${item}!]!`, `edges: [${item}Edge!]!`, 'pageInfo: PageInfo!']) {
        if (!fields.includes(field)) report(type.name, `has ${field}`);
      }
    }
    for (const field of fieldsOf(type)) {
      const given = field.arguments?.map((argument) => `${argument.name.value}: ${print(argument.type)}`) ?? [];
      const isPaged = given.includes('first: Int!') && given.includes('after: String');
      if (/Connection!?$/.test(print(field.type)) && !isPaged)
        report(field.name, 'takes first: Int! = … and after: String');
    }
  }
});

/**
 * A list of objects says by `@listSize` how long it gets, a page by which argument and up to how much: the gateway estimates operations by it.
 * Errors are few, and the lists of a connection are its page's.
 */
export const listSizes = rule((document, report) => {
  const objects = new Set(
    typesOf(document)
      .filter(hasFields)
      .map(({ name }) => name.value),
  );
  for (const type of typesOf(document)) {
    if (type.name.value.endsWith('Connection')) continue;
    for (const field of fieldsOf(type)) {
      const [, bracket, named = ''] = /(\[?)(\w+)/.exec(print(field.type)) ?? [];
      const isList = bracket === '[' && objects.has(named) && field.name.value !== 'userErrors';
      const wanted = named.endsWith('Connection') ? 'assumedSize: 100, slicingArguments: ["first"]' : 'assumedSize:';
      if ((isList || named.endsWith('Connection')) && !sizeOf(field).includes(wanted))
        report(field.name, `says how long it gets: @listSize(${wanted} …)`);
    }
  }
});

/** A field that is true or false reads `isX`, `hasX` or `canX`. */
export const booleanNames = rule((document, report) => {
  for (const field of typesOf(document).flatMap(fieldsOf)) {
    const isBoolean = print(field.type).replace('!', '') === 'Boolean';
    if (isBoolean && !/^(is|has|can)[A-Z]/.test(field.name.value)) report(field.name, 'begins with is, has or can');
  }
});

/** `@deprecated` says in backticks what to use instead, and from which day on the old is gone. */
export const deprecationWords = rule((document, report) => {
  for (const field of typesOf(document).flatMap(fieldsOf)) {
    const deprecation = field.directives?.find((directive) => directive.name.value === 'deprecated');
    if (deprecation === undefined) continue;
    const reason = deprecation.arguments?.map((argument) => print(argument.value)).join() ?? '';
    if (!/`\w+`/.test(reason) || !/\d{4}-\d{2}-\d{2}/.test(reason)) {
      report(field.name, 'is deprecated for a `replacement`, until a day like 2027-01-31');
    }
  }
});

function typesOf(document: DocumentNode): TypeDefinitionNode[] {
  return document.definitions.filter((definition): definition is TypeDefinitionNode =>
    definition.kind.endsWith('TypeDefinition'),
  );
}

function fieldsOf(type: TypeDefinitionNode | undefined): readonly FieldDefinitionNode[] {
  return type !== undefined && hasFields(type) ? (type.fields ?? []) : [];
}

function hasFields(type: TypeDefinitionNode): type is ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode {
  return type.kind === Kind.OBJECT_TYPE_DEFINITION || type.kind === Kind.INTERFACE_TYPE_DEFINITION;
}

function sizeOf({ directives }: FieldDefinitionNode): string {
  const use = directives?.find(({ name }) => name.value === 'listSize');
  return use === undefined ? '' : print(use);
}

function capitalized(name: string): string {
  return `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}
