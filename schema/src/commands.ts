import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { breakingChanges } from './breaking.ts';
import { differing, graphOutputs, subgraphOutputs, write } from './outputs.ts';

interface Outcome {
  readonly ok: boolean;
  readonly text: string;
}

const apiFile = fileURLToPath(new URL('../api.graphql', import.meta.url));
const releasedFile = fileURLToPath(new URL('../released/api.graphql', import.meta.url));

/** What `npm run schema` and its kin do. A command throws on SDL that does not parse, merge or compose. */
export const commands: Readonly<Record<string, () => Outcome | Promise<Outcome>>> = {
  render,
  compose,
  check,
  breaking,
  release,
};

/** Writes the subgraphs, composed or not. */
function render(): Outcome {
  return written(write(subgraphOutputs()));
}

/** Writes the subgraphs and the graph composed of them. */
function compose(): Outcome {
  return written(write(graphOutputs()));
}

/** Tells which generated files are not what their sources say. */
function check(): Outcome {
  const stale = differing(graphOutputs()).map(({ path }) => path);
  if (stale.length === 0) return { ok: true, text: 'The generated schema files are up to date.' };
  return { ok: false, text: `Not what their sources say (npm run schema):\n${list(stale)}` };
}

/** Tells what would break clients of the last release. */
async function breaking(): Promise<Outcome> {
  if (!existsSync(releasedFile)) return { ok: true, text: 'Nothing is released yet.' };
  const changes = await breakingChanges(readFileSync(releasedFile, 'utf8'), readFileSync(apiFile, 'utf8'));
  if (changes.length === 0) return { ok: true, text: 'Nothing breaks clients of the last release.' };
  const advice =
    'Add the new beside the old, and mark the old @deprecated with what replaces it and until when it stays.\n' +
    'A release that is meant to break clients begins with: npm run schema:release';
  return {
    ok: false,
    text: `This breaks clients of the last release (schema/released/api.graphql):\n${list(changes)}\n${advice}`,
  };
}

/** Makes the graph of now the last release. */
function release(): Outcome {
  return written(write([{ path: 'schema/released/api.graphql', content: readFileSync(apiFile, 'utf8') }]));
}

function written(paths: readonly string[]): Outcome {
  return { ok: true, text: paths.length === 0 ? 'Nothing has changed.' : `Written:\n${list(paths)}` };
}

function list(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join('\n');
}
