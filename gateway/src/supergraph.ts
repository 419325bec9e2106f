import { type EnumValueDefinitionNode, GraphQLError, Kind, parse } from 'graphql';

/** The address of a subgraph without a server: its fields are topics of the event bus. */
export const EVENTS_ADDRESS = 'events:';

/**
 * The names of a supergraph's subgraphs that have a server: they are asked, called under a key, and can be ready.
 * @throws GraphQLError when the text is no supergraph
 */
export function servedSubgraphs(supergraphSdl: string): string[] {
  return namesOfServed(subgraphAddresses(supergraphSdl));
}

/** The same, of addresses that are known already. */
export function namesOfServed(addresses: ReadonlyMap<string, string>): string[] {
  return [...addresses].filter(([, address]) => address !== EVENTS_ADDRESS).map(([name]) => name);
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
