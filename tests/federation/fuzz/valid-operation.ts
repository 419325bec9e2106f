import {
  type DocumentNode,
  type FieldNode,
  type GraphQLSchema,
  Kind,
  OverlappingFieldsCanBeMergedRule,
  parse,
  validate,
  visit,
} from 'graphql';

const ATTEMPTS = 8;

/**
 * An operation with other names for fields that met under one name and can not.
 * @returns `undefined` when that was not enough
 */
export function valid(source: string, schema: GraphQLSchema): DocumentNode | undefined {
  let document = parse(source);
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const problems = validate(schema, document, [OverlappingFieldsCanBeMergedRule]);
    if (problems.length === 0) return validate(schema, document).length === 0 ? document : undefined;
    document = renamed(document, new Set(problems.flatMap(({ nodes }) => nodes ?? [])) as Set<FieldNode>, attempt);
  }
  return undefined;
}

function renamed(document: DocumentNode, wrong: ReadonlySet<FieldNode>, attempt: number): DocumentNode {
  const starts = new Set([...wrong].map(({ loc }) => loc?.start));
  let count = 0;
  return visit(document, {
    Field: {
      leave: (node) => {
        if (!starts.has(node.loc?.start)) return undefined;
        count += 1;
        return { ...node, alias: { kind: Kind.NAME, value: `n${attempt}_${count}` } };
      },
    },
  });
}
