// A field that is added to an input and read nowhere would be accepted and ignored; neither types nor generators see that.
import { Kind, parse } from 'graphql';
import { expect, it } from 'vitest';
import { pathsIn, readSourceFiles, readText } from './source-files.ts';

/** Where a slice's SDL lies, its code lies; the SDL of an app's own features is one file above all of them. */
const schemas = [...pathsIn('packages/app-kit/src'), ...pathsIn('subgraphs')].filter((path) =>
  path.endsWith('.graphql'),
);
const code = readSourceFiles().filter(({ path }) => !/\.(test|fixture)\.ts$|\/(generated|testing)\//.test(path));

const fields = schemas.flatMap((path) =>
  parse(readText(path)).definitions.flatMap((definition) =>
    definition.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION
      ? (definition.fields ?? []).map(({ name }) => ({ path, input: definition.name.value, field: name.value }))
      : [],
  ),
);

it('every field of an input is read where its slice is', () => {
  expect(fields.length).toBeGreaterThan(50);
  const unread = fields.filter(({ path, field }) => {
    const folder = path.slice(0, path.lastIndexOf('/') + 1);
    const word = new RegExp(`\\b${field}\\b`);
    return !code.some((file) => file.path.startsWith(folder) && word.test(file.text));
  });
  expect(unread).toEqual([]);
});
