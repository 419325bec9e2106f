// docs/decisions/README.md is the index of the decisions, by hand because it is grouped by subject.
import { expect, it } from 'vitest';
import { pathsIn, readText } from './source-files.ts';

const INDEX = 'docs/decisions/README.md';
const pages = pathsIn('docs/decisions').filter((path) => path !== INDEX);

it('the index of decisions has each of them once, under its title', () => {
  const listed = readText(INDEX)
    .split('\n')
    .filter((line) => line.startsWith('- '));
  const expected = pages.map((path) => {
    const [title = ''] = readText(path).split('\n', 1);
    return `- [${title.slice('# '.length)}](${path.slice('docs/decisions/'.length)})`;
  });
  expect(listed.toSorted()).toEqual(expected.toSorted());
});
