import type { Schema } from '@apollo/federation-internals';
import { GraphQLError } from 'graphql';
import type { Alternatives, Demands } from './demands.ts';

const SPECS = 'https://specs.apollo.dev/';
const VERSION = 'v0.1';
const DIRECTIVES = ['authenticated', 'requiresScopes', 'policy'] as const;

type DirectiveName = (typeof DIRECTIVES)[number];

/** The directives, as the features list of a supergraph names them. */
export const AUTHORISATION_FEATURES: readonly string[] = DIRECTIVES.map((name) => `${SPECS}${name}/${VERSION}`);

/** What can have directives: a type or a field. */
interface Element {
  appliedDirectivesOf(name: string): readonly { arguments(): Readonly<Record<string, unknown>> }[];
}

export type DemandsReader = (element: Element) => Demands;

/**
 * Finds what the directives are called in a supergraph, where imports and prefixes give them names of its own.
 * @returns how to read them, or `undefined` for a supergraph that has none
 * @throws GraphQLError when they are of a version that is not known, whatever the link says that they are for
 */
export function demandsReader(schema: Schema): DemandsReader | undefined {
  const names = new Map(DIRECTIVES.map((name) => [name, namesOf(name, schema)]));
  if ([...names.values()].every((each) => each.length === 0)) return undefined;
  const uses = (element: Element, directive: DirectiveName): Readonly<Record<string, unknown>>[] =>
    (names.get(directive) ?? []).flatMap((name) => element.appliedDirectivesOf(name).map((use) => use.arguments()));
  return (element) => ({
    isAuthenticated: uses(element, 'authenticated').length > 0,
    scopes: uses(element, 'requiresScopes').map((use) => alternatives(use['scopes'], 'scopes')),
    policies: uses(element, 'policy').map((use) => alternatives(use['policies'], 'policies')),
  });
}

function namesOf(directive: DirectiveName, schema: Schema): readonly string[] {
  const feature = schema.coreFeatures?.getByIdentity(`${SPECS}${directive}`);
  if (!feature) {
    const definition = schema.directive(directive);
    // Nothing that is written so may look as if it were enforced.
    if (definition && !schema.coreFeatures?.sourceFeature(definition))
      throw refused(`@${directive} is declared without a @link that says of which specification it is`);
    return [];
  }
  if (feature.url.toString() !== `${SPECS}${directive}/${VERSION}`)
    throw refused(`feature ${feature.url.toString()} is unsupported`);
  const { nameInSchema, imports } = feature;
  const imported = imports.filter(({ name }) => name === `@${directive}`).map(({ name, as }) => (as ?? name).slice(1));
  return [...new Set([...imported, nameInSchema, `${nameInSchema}__${directive}`])];
}

function alternatives(value: unknown, argument: string): Alternatives {
  const isList = Array.isArray(value) && value.every((names) => Array.isArray(names) && names.every(isText));
  if (!isList) throw refused(`"${argument}" of a directive is no list of lists of names`);
  return value as Alternatives;
}

function isText(value: unknown): boolean {
  return typeof value === 'string';
}

function refused(problem: string): GraphQLError {
  return new GraphQLError(`The supergraph can not be loaded: ${problem}.`);
}
