// ESLint reads SDL only; what it could say of TypeScript, oxlint says faster.
import { rules as graphqlRules, parser } from '@graphql-eslint/eslint-plugin';
import {
  booleanNames,
  connectionShape,
  deprecationWords,
  errorShape,
  idempotencyKeys,
  listSizes,
  mutationShape,
} from './scripts/sdl-lint/rules.ts';

const sdl = {
  languageOptions: { parser, parserOptions: { graphQLConfig: {} } },
  plugins: {
    '@graphql-eslint': { rules: graphqlRules },
    conventions: {
      rules: {
        'boolean-names': booleanNames,
        'connection-shape': connectionShape,
        'deprecation-words': deprecationWords,
        'error-shape': errorShape,
        'idempotency-keys': idempotencyKeys,
        'list-sizes': listSizes,
        'mutation-shape': mutationShape,
      },
    },
  },
};

const describedEverywhere = {
  types: true,
  FieldDefinition: true,
  InputValueDefinition: true,
  EnumValueDefinition: true,
  DirectiveDefinition: true,
  // A root type is what its fields are, and a mutation's only argument what its type is.
  ignoredSelectors: ['[type=ObjectTypeDefinition][name.value=/^(Query|Mutation|Subscription)$/]', '[name.value=input]'],
};

const spelling = {
  types: 'PascalCase',
  FieldDefinition: 'camelCase',
  InputValueDefinition: 'camelCase',
  DirectiveDefinition: 'camelCase',
  EnumValueDefinition: 'UPPER_CASE',
  'FieldDefinition[parent.name.value=Query]': {
    style: 'camelCase',
    forbiddenPrefixes: ['get', 'list', 'find', 'query'],
  },
};

export default [
  {
    ...sdl,
    files: ['schema/subgraphs/*.graphql', 'schema/app-contract.graphql'],
    rules: {
      '@graphql-eslint/naming-convention': ['error', spelling],
      '@graphql-eslint/require-deprecation-reason': 'error',
      '@graphql-eslint/require-description': ['error', describedEverywhere],
      '@graphql-eslint/unique-enum-value-names': 'error',
      'conventions/boolean-names': 'error',
      'conventions/deprecation-words': 'error',
    },
  },
  // The contract is spoken between two of our services and has its own, plainer shapes.
  {
    ...sdl,
    files: ['schema/subgraphs/*.graphql'],
    rules: {
      'conventions/connection-shape': 'error',
      'conventions/error-shape': 'error',
      'conventions/idempotency-keys': 'error',
      'conventions/list-sizes': 'error',
      'conventions/mutation-shape': 'error',
    },
  },
];
