import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { addDemoPeople } from '@accounts-center/constellation';
import { startWorld, type World } from '@accounts-center/test-kit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeInChromium } from '../browser/describe-in-chromium.ts';
import { type Explorer, openExplorer } from './explorer.ts';

const webRoot = fileURLToPath(new URL('../../web/dist', import.meta.url));

describeInChromium('GraphiQL', (browser) => {
  let folder: string;
  let world: World;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'graphiql-'));
    world = await startWorld({ gateway: { webRoot, development: true } });
    await addDemoPeople(world.graph, join(folder, 'demo-people.json'));
  });
  afterAll(async () => {
    await world?.close();
    await rm(folder, { recursive: true });
  });

  const open = (): Promise<Explorer> => openExplorer(browser(), world.url.replace('127.0.0.1', 'localhost'));

  it('its tabs run as opened, one after the other, from sign-in to unlinking', async () => {
    await using explorer = await open();
    await explorer.page.getByText('Nobody is signed in: the viewer is null.').waitFor();
    const strip = explorer.page.getByRole('tablist');
    expect(await strip.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBeLessThanOrEqual(0);
    const answers: Record<string, object> = {};
    for (const tab of await explorer.tabs()) {
      answers[tab] = await runWell(explorer, tab);
      // Those of the tab before stay for a moment.
      await expect.poll(() => explorer.page.locator('.squiggly-error').count(), { message: tab }).toBe(0);
    }
    expect(answers['SyncProfile']).toMatchObject({
      data: { syncProfile: { results: [{}, { user: { app: 'INSTAGRAM', username: 'ben.okoro' } }] } },
    });
    // On a busy machine the copy may still be on its way when the mutation answers.
    const state = expect.stringMatching(/^SHAR(ED|ING)$/);
    expect(answers['CrossPost']).toMatchObject({ data: { crossPost: { sharing: { state } } } });
    expect(answers['UnlinkAccount']).toMatchObject({
      data: { unlinkAccount: { receipt: { stoppedSyncFields: ['USERNAME', 'PHOTO'] } } },
    });
    await explorer.page.getByText(/Signed in as dora\.[a-z]{6} on INSTAGRAM/).waitFor();
    expect(explorer.complaints).toEqual([]);
  });

  it('its tabs run as opened once more, from the top', async () => {
    await using explorer = await open();
    const tabs = await explorer.tabs();
    for (const tab of tabs) await runWell(explorer, tab);
    // A sign-up can be repeated for ten minutes; a sign-in is as good for as long.
    world.clock.advance(11 * 60_000);
    for (const tab of tabs) await runWell(explorer, tab);
    expect(explorer.complaints).toEqual([expect.stringContaining('401')]);
  });

  it('says what to run first, and who is signed in after a reload', async () => {
    await using explorer = await open();
    const { page } = explorer;
    await explorer.press('StartLink');
    await page.getByText('Run the tab SignIn first').waitFor();
    await explorer.run('SignIn');
    await page.getByText('Signed in as ben.okoro on FACEBOOK').waitFor();
    await page.reload();
    await page.getByText('Signed in as ben.okoro on FACEBOOK').waitFor();
    expect(await explorer.run('StartLink')).toMatchObject({ data: { startLink: { userErrors: [] } } });
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByText('Nobody is signed in').waitFor();
    expect(await explorer.run('ReadEverything')).toEqual({ data: { viewer: null } });
    expect(explorer.complaints).toEqual([]);
  });
});

/** Runs a tab, which must succeed. */
async function runWell(explorer: Explorer, tab: string): Promise<object> {
  const answer = await explorer.run(tab);
  expect.soft(answer, tab).not.toHaveProperty('errors');
  expect.soft(JSON.stringify(answer), tab).not.toMatch(/"userErrors":\[\{/);
  return answer;
}
