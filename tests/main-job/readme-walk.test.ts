// The README's five minutes, as a newcomer copies them into a shell.
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { addDemoPeople } from '@accounts-center/constellation';
import { startWorld } from '@accounts-center/test-kit';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

it('the steps of the README do what it says, as they are written, and again on the same data', async () => {
  const demoFile = join(tmpdir(), `readme-walk-${process.pid}.json`);
  await using world = await startWorld({ accountsCenter: { sharingPace: { answerWaitMs: 30_000 } } });
  await addDemoPeople(world.graph, demoFile);
  await rm(demoFile);
  for (const username of ['ben_on_film', 'ben.okoro']) expectSteps(await walkTo(new URL(world.url).port), username);
}, 120_000);

type Answer = { readonly data: unknown; readonly errors?: readonly unknown[] };

async function walkTo(port: string): Promise<readonly Answer[]> {
  const { stdout, stderr } = await promisify(execFile)('bash', ['--norc', '-euo', 'pipefail', '-c', walk()], {
    cwd: root,
    // Without what a machine adds to every shell.
    env: { ...process.env, BASH_ENV: undefined, TOKEN: '', PORT: port },
  });
  expect(stderr).toBe('');
  return stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Answer);
}

/** @param before what Ben is called on Instagram when he sets out */
function expectSteps(answers: readonly Answer[], before: string): void {
  const [proved, linked, synced, posted, read, unlinked] = answers.map(({ data }) => data);
  expect(answers.flatMap(({ errors = [] }) => errors)).toEqual([]);
  expect(answers).toHaveLength(6);
  expect(proved).toMatchObject({ proveAccountControl: { flow: { provedAccount: { username: before } } } });
  expect(linked).toMatchObject({ linkAccount: { linkedAccount: {}, userErrors: [] } });
  expect(synced).toMatchObject({ syncProfile: { results: [{}, { state: 'APPLIED' }], userErrors: [] } });
  expect(posted).toMatchObject({ crossPost: { sharing: { state: 'SHARED' }, userErrors: [] } });
  const post = { text: 'Mountains at dusk.', media: [expect.objectContaining({ altText: 'Mountains at dusk' })] };
  const ben = { username: 'ben.okoro' };
  expect(read).toMatchObject({
    viewer: {
      accounts: [
        { ...ben, app: 'FACEBOOK', posts: { nodes: [post, {}] } },
        {
          ...ben,
          app: 'INSTAGRAM',
          posts: { nodes: expect.arrayContaining([expect.objectContaining({ ...post, isCopy: true })]) },
        },
      ],
    },
  });
  const receipt = { stoppedSyncFields: expect.arrayContaining(['USERNAME', 'PHOTO']) };
  expect(unlinked).toMatchObject({ unlinkAccount: { receipt, userErrors: [] } });
}

/** Everything that the section has a newcomer type, in one script. */
function walk(): string {
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  const [, section = ''] = /\n## Five minutes\n(.*?)\n## /s.exec(readme) ?? [];
  const blocks = [...section.matchAll(/^ *```sh\n(.*?)^ *```$/gms)].map(([, block]) => block);
  expect(blocks).toHaveLength(7);
  return blocks.join('\n');
}
