import { parse, print, separateOperations } from 'graphql';
import { variables } from './variables.ts';

/** What a tab opens with. */
export interface Tab {
  readonly query: string;
  readonly variables: string;
}

const files: Record<string, string> = import.meta.glob('../../examples/main-job/operations/*.graphql', {
  query: '?raw',
  import: 'default',
  eager: true,
});

/** A tab for each operation of the main job, in the order in which the job is done, the sign-in of a demo person first. */
export const tabs: Tab[] = Object.values(files)
  .flatMap((source) => Object.entries(separateOperations(parse(source))))
  .sort(([one], [other]) => placeOf(one) - placeOf(other) || one.localeCompare(other))
  .map(([name, document]) => ({ query: print(document), variables: textOf(variables[name]) }));

/** Operations for which there are no variables come last. */
function placeOf(name: string): number {
  const names = Object.keys(variables);
  return names.includes(name) ? names.indexOf(name) : names.length;
}

function textOf(value: object | undefined): string {
  return value ? JSON.stringify(value, null, 2) : '';
}
