import { type EnumValueDefinitionNode, GraphQLError, Kind, parse } from 'graphql';

/**
 * The names of a supergraph's subgraphs.
 * @throws GraphQLError when the text is no supergraph
 */
export function subgraphNames(supergraphSdl: string): string[] {
  return [...subgraphAddresses(supergraphSdl).keys()];
}

/**
 * The addresses of a supergraph's subgraphs by name, as it gives them.
 * @throws GraphQLError when the text is no supergraph
 */
export function subgraphAddresses(supergraphSdl: string): ReadonlyMap<string, string> {
  const graphs = parse(supergraphSdl, { noLocation: true }).definitions.find(
    (definition) => definition.kind === Kind.ENUM_TYPE_DEFINITION && definition.name.value === 'join__Graph',
  );
  if (graphs?.kind !== Kind.ENUM_TYPE_DEFINITION)
    throw new GraphQLError('The schema is no supergraph: it has no enum join__Graph.');
  return new Map(
    (graphs.values ?? []).map((graph) => [given(graph, 'name') ?? graph.name.value, given(graph, 'url') ?? '']),
  );
}

/** An argument of `FACEBOOK @join__graph(name: "facebook", url: "…")`. */
function given({ directives = [] }: EnumValueDefinitionNode, name: string): string | undefined {
  const argument = directives
    .find((directive) => directive.name.value === 'join__graph')
    ?.arguments?.find((each) => each.name.value === name);
  return argument?.value.kind === Kind.STRING ? argument.value.value : undefined;
}
