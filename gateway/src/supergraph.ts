import { type EnumValueDefinitionNode, Kind, parse } from 'graphql';

/**
 * The names of a supergraph's subgraphs.
 * @throws Error when the text is no supergraph
 */
export function subgraphNames(supergraphSdl: string): string[] {
  const graphs = parse(supergraphSdl, { noLocation: true }).definitions.find(
    (definition) => definition.kind === Kind.ENUM_TYPE_DEFINITION && definition.name.value === 'join__Graph',
  );
  if (graphs?.kind !== Kind.ENUM_TYPE_DEFINITION)
    throw new Error('The schema is no supergraph: it has no enum join__Graph.');
  return (graphs.values ?? []).map(nameOf);
}

/** From `FACEBOOK @join__graph(name: "facebook", url: "…")`. */
function nameOf({ name, directives = [] }: EnumValueDefinitionNode): string {
  const given = directives
    .find((directive) => directive.name.value === 'join__graph')
    ?.arguments?.find((argument) => argument.name.value === 'name');
  return given?.value.kind === Kind.STRING ? given.value.value : name.value;
}
