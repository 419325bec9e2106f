import type { Graph } from '../harness/graph.ts';
import { covariantFields } from './abstract/covariant-fields.ts';
import { interfacesOverSubgraphs } from './abstract/interfaces-over-subgraphs.ts';
import { unionsOverSubgraphs } from './abstract/unions-over-subgraphs.ts';
import { valuesWithEntitiesInside } from './abstract/values-with-entities-inside.ts';
import { aliases } from './aliases/aliases.ts';
import { aliasesOfKeys } from './aliases/aliases-of-keys.ts';
import { aliasesOfTheEngine } from './aliases/aliases-of-the-engine.ts';
import { namesOfAnyObject } from './aliases/names-of-any-object.ts';
import { conditions } from './conditions/conditions.ts';
import { nothingLeft } from './conditions/nothing-left.ts';
import { context } from './context/context.ts';
import { errorsOfFields } from './errors/errors-of-fields.ts';
import { refusedFetches } from './errors/refused-fetches.ts';
import { subgraphsThatAreDown } from './errors/subgraphs-that-are-down.ts';
import { firstVersion } from './fed1/first-version.ts';
import { firstVersionValues } from './fed1/first-version-values.ts';
import { fragments } from './fragments/fragments.ts';
import { hiddenParts } from './inaccessible/hidden-parts.ts';
import { valuesNobodyMaySee } from './inaccessible/values-nobody-may-see.ts';
import { conditionsAndErrors } from './interface-objects/conditions-and-errors.ts';
import { fieldsOfEveryType } from './interface-objects/fields-of-every-type.ts';
import { objectsWithSeveralKeys } from './interface-objects/objects-with-several-keys.ts';
import { requirementsOfSomeTypes } from './interface-objects/requirements-of-some-types.ts';
import { unknownTypes } from './interface-objects/unknown-types.ts';
import { introspection } from './introspection/introspection.ts';
import { chainsOfKeys } from './keys/chains-of-keys.ts';
import { keysOverEntities } from './keys/keys-over-entities.ts';
import { kindsOfKeys } from './keys/kinds-of-keys.ts';
import { manyTypesOneList } from './keys/many-types-one-list.ts';
import { unknownEntities } from './keys/unknown-entities.ts';
import { unresolvableKeys } from './keys/unresolvable-keys.ts';
import { valuesOfKeys } from './keys/values-of-keys.ts';
import { mutations } from './mutations/mutations.ts';
import { nullPropagation } from './nulls/null-propagation.ts';
import { wrongValues } from './nulls/wrong-values.ts';
import { overriddenFields } from './override/overridden-fields.ts';
import { progressiveOverride } from './override/progressive-override.ts';
import { providedFields } from './provides/provided-fields.ts';
import { providedThroughInterfaces } from './provides/provided-through-interfaces.ts';
import { chainsFromTheMiddle } from './requires/chains-from-the-middle.ts';
import { chainsOfRequirements } from './requires/chains-of-requirements.ts';
import { kindsOfRequirements } from './requires/kinds-of-requirements.ts';
import { requirementsOfAbstractTypes } from './requires/requirements-of-abstract-types.ts';
import { requirementsThatBreak } from './requires/requirements-that-break.ts';
import { requirementsWithArguments } from './requires/requirements-with-arguments.ts';
import { sharedFields } from './shareable/shared-fields.ts';
import { unsatisfiableOperations } from './unsatisfiable/unsatisfiable-operations.ts';
import { customScalars } from './values/custom-scalars.ts';
import { enumsOverSubgraphs } from './values/enums-over-subgraphs.ts';
import { nestedLists } from './values/nested-lists.ts';
import { kindsOfVariables } from './variables/kinds-of-variables.ts';
import { wrongVariables } from './variables/wrong-variables.ts';
import { versions } from './versions/versions.ts';
import { directivesThatSayMore, mixedVersions, renamedRoots } from './versions/what-versions-brought.ts';

/** Every graph with cases, by the part of federation that it is about. */
export const GRAPHS: Readonly<Record<string, Graph>> = {
  'abstract/covariant fields': covariantFields,
  'abstract/interfaces over subgraphs': interfacesOverSubgraphs,
  'abstract/unions over subgraphs': unionsOverSubgraphs,
  'abstract/values with entities inside': valuesWithEntitiesInside,
  'aliases/aliases of keys': aliasesOfKeys,
  'aliases/aliases of the engine': aliasesOfTheEngine,
  'aliases/aliases': aliases,
  'aliases/names of any object': namesOfAnyObject,
  'conditions/conditions': conditions,
  'conditions/nothing left': nothingLeft,
  'context/context': context,
  'errors/errors of fields': errorsOfFields,
  'errors/refused fetches': refusedFetches,
  'errors/subgraphs that are down': subgraphsThatAreDown,
  'fed1/first version values': firstVersionValues,
  'fed1/first version': firstVersion,
  'fragments/fragments': fragments,
  'inaccessible/hidden parts': hiddenParts,
  'inaccessible/values nobody may see': valuesNobodyMaySee,
  'interface-objects/conditions and errors': conditionsAndErrors,
  'interface-objects/fields of every type': fieldsOfEveryType,
  'interface-objects/objects with several keys': objectsWithSeveralKeys,
  'interface-objects/requirements of some types': requirementsOfSomeTypes,
  'interface-objects/unknown types': unknownTypes,
  'introspection/introspection': introspection,
  'keys/chains of keys': chainsOfKeys,
  'keys/keys over entities': keysOverEntities,
  'keys/kinds of keys': kindsOfKeys,
  'keys/many types one list': manyTypesOneList,
  'keys/unknown entities': unknownEntities,
  'keys/unresolvable keys': unresolvableKeys,
  'keys/values of keys': valuesOfKeys,
  'mutations/mutations': mutations,
  'nulls/null propagation': nullPropagation,
  'nulls/wrong values': wrongValues,
  'override/overridden fields': overriddenFields,
  'override/progressive override': progressiveOverride,
  'provides/provided fields': providedFields,
  'provides/provided through interfaces': providedThroughInterfaces,
  'requires/chains from the middle': chainsFromTheMiddle,
  'requires/chains of requirements': chainsOfRequirements,
  'requires/kinds of requirements': kindsOfRequirements,
  'requires/requirements of abstract types': requirementsOfAbstractTypes,
  'requires/requirements that break': requirementsThatBreak,
  'requires/requirements with arguments': requirementsWithArguments,
  'shareable/shared fields': sharedFields,
  'unsatisfiable/unsatisfiable operations': unsatisfiableOperations,
  'values/custom scalars': customScalars,
  'values/enums over subgraphs': enumsOverSubgraphs,
  'values/nested lists': nestedLists,
  'variables/kinds of variables': kindsOfVariables,
  'variables/wrong variables': wrongVariables,
  ...versions,
  'versions/mixed versions': mixedVersions,
  'versions/directives that say more': directivesThatSayMore,
  'versions/renamed roots': renamedRoots,
};
