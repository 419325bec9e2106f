import { parse, print, separateOperations } from 'graphql';
import { openings } from './openings.ts';

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

/** A tab for each operation of the main job, in the order of the walk, the sign-in of a demo person first. */
export const tabs: Tab[] = Object.values(files)
  .flatMap((source) => Object.entries(separateOperations(parse(source))))
  .sort(([one], [other]) => placeOf(one) - placeOf(other) || one.localeCompare(other))
  .map(([name, document]) => ({
    query: [...(openings[name]?.notes ?? []).flatMap(commentOf), print(document)].join('\n'),
    variables: textOf(openings[name]?.variables),
  }));

/** In lines that are not cut off beside GraphiQL's buttons. */
function commentOf(note: string): string[] {
  return (note.match(/.{1,46}(\s|$)/g) ?? []).map((line) => `# ${line.trim()}`);
}

/** Operations that open with nothing come last. */
function placeOf(name: string): number {
  const names = Object.keys(openings);
  return names.includes(name) ? names.indexOf(name) : names.length;
}

function textOf(value: object | undefined): string {
  return value ? JSON.stringify(value, null, 2) : '';
}
