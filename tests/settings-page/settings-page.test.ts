import { fileURLToPath } from 'node:url';
import { PASSWORD, startWorld, type World } from '@accounts-center/test-kit';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { describeInChromium } from '../browser/describe-in-chromium.ts';
import { openBrowser, photoFile, type Settings } from './settings.ts';

const webRoot = fileURLToPath(new URL('../../web/dist', import.meta.url));
const MINUTE_MS = 60_000;

describeInChromium('Settings → Accounts Center', (browser) => {
  let world: World;
  beforeAll(async () => {
    const sharingPace = { answerWaitMs: 1_500, maxAttempts: 2, backoff: { baseMs: 1, maxMs: 1 } };
    world = await startWorld({ gateway: { webRoot, development: true }, accountsCenter: { sharingPace } });
  });
  afterAll(() => world?.close());
  beforeEach(() => world.faults.heal());

  const open = (): Promise<Settings> => openBrowser(browser(), world.url.replace('127.0.0.1', 'localhost'));

  it.each(['facebook', 'instagram', 'messenger', 'whatsapp'])('is served by %s', async (service) => {
    await using settings = await open();
    await settings.open(service);
    expect((await settings.page.title()).toLowerCase()).toBe(`accounts center · ${service}`);
    expect(settings.complaints).toEqual([]);
  });

  it('L2, PR1, X3, L8: does the whole job, from sign-up in two apps to unlinking', async () => {
    await world.signUp('INSTAGRAM', 'ada.park'); // somebody else, who was faster
    await using settings = await open();
    const { page, section, read } = settings;

    await settings.signUp('instagram', 'ada_insta');
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in to Instagram' }).waitFor();
    await settings.signUp('facebook', 'ada.park');
    await settings.link('Instagram', 'ada_insta');
    await read('Accounts', 'ada_insta · Instagram');

    const profile = section('Your profile');
    await profile.getByLabel('Display name').fill('Ada P. Park');
    await profile.getByLabel('New photo').setInputFiles(photoFile('portrait'));
    await profile.getByRole('button', { name: 'Save' }).click();
    await read('Your profile', 'ada.park on Facebook is up to date.');
    await section('Accounts').getByRole('heading', { name: 'Ada P. Park' }).waitFor();
    expect(await widthOfPhoto(settings)).toBeGreaterThan(0);

    const username = page.getByRole('group', { name: 'Username', exact: true });
    await username.getByRole('switch').click();
    await username.getByText('Somebody has this username on Instagram already.').waitFor();
    const alternatives = username.getByRole('group', { name: 'Usernames that are free' }).getByRole('button');
    const alternative = (await alternatives.first().textContent()) ?? '';
    await alternatives.first().click();
    await username.getByText(`${alternative} on Instagram is up to date.`).waitFor();
    await read('Accounts', `${alternative} · Instagram`);

    await section('Sharing').getByLabel(`to ${alternative} on Instagram`).selectOption('Always');
    await read('Sharing', 'Saved.');
    const composer = section('Post');
    await composer.getByLabel('Text').fill('Mountains at dusk.');
    await composer.getByLabel('Photo', { exact: true }).setInputFiles(photoFile('mountains'));
    await composer.getByLabel('What can be seen on it').fill('Mountains');
    await composer.getByLabel('Who may see it').selectOption('Everybody');
    await composer.getByRole('checkbox', { name: `${alternative} on Instagram`, checked: true }).waitFor();
    await composer.getByRole('button', { name: 'Publish' }).click();
    await read('Post', `The copy for ${alternative} on Instagram is there.`);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);

    await page.reload();
    const accounts = section('Accounts');
    await accounts.getByRole('button', { name: `Unlink ${alternative} on Instagram` }).click();
    await accounts.getByRole('button', { name: 'Unlink it' }).click();
    const receipt = accounts.getByRole('region', { name: 'Receipt' });
    await receipt.getByText('Username. The values stay.').waitFor();
    await read('Accounts', '1 of at most 25 accounts.');

    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in to Facebook' }).waitFor();
    await settings.signIn(alternative);
    expect(settings.complaints).toEqual([]);
  });

  it('D2, X6, X8: goes on while an app is down, and tries its copy again', async () => {
    const bea = await world.signUp('FACEBOOK', 'bea.b');
    await world.link(bea, await world.signUp('INSTAGRAM', 'bea.b'));
    await using settings = await open();
    const { page, section, read } = settings;
    await settings.open('facebook');
    await settings.signIn('bea.b');

    world.faults.takeDown('instagram');
    const composer = section('Post');
    await composer.getByLabel('Text').fill('Is anybody there?');
    await composer.getByLabel('Photo', { exact: true }).setInputFiles(photoFile('mountains'));
    await composer.getByLabel('Who may see it').selectOption('Everybody');
    await composer.getByRole('checkbox', { name: 'bea.b on Instagram' }).check();
    await composer.getByRole('button', { name: 'Publish' }).click();
    await read('Post', 'Published. Where its copies stand is told below.');
    world.clock.advance(MINUTE_MS);
    await world.settle();
    await read('Post', /The copy for .* failed\. The app did not answer for too long\./);

    await page.reload();
    await page.getByText('Instagram does not answer at the moment. What it knows is missing on this page.').waitFor();
    await read('Accounts', 'Instagram account');
    await read('Accounts', 'bea.b · Facebook');

    world.faults.bringBack('instagram');
    await composer.getByRole('button', { name: 'Try the failed copies again' }).click();
    await read('Post', 'The copy for bea.b on Instagram is there.');
    expect(settings.complaints).toEqual([]);
  });

  it('L2, F2: asks for the password again when the sign-in is over 10 minutes old, and goes on', async () => {
    const cleo = await world.signUp('FACEBOOK', 'cleo.c');
    await world.link(cleo, await world.signUp('MESSENGER', 'cleo.c'));
    await using settings = await open();
    const { page, section, read } = settings;
    await settings.open('facebook');
    await settings.signIn('cleo.c');
    // All is loaded: a call under way would find its identity expired.
    await read('Mail addresses', 'None yet.');
    world.clock.advance(11 * MINUTE_MS);

    await section('Add an account').getByRole('button', { name: 'Add an account' }).click();
    const own = page.getByRole('region', { name: 'Confirm your own account' });
    await own.getByLabel('Its password').fill(PASSWORD);
    await own.getByRole('button', { name: 'Confirm' }).click();
    await section('Add an account').getByLabel('Its username').waitFor();

    const contacts = section('Mail addresses');
    await contacts.getByLabel('New mail address').fill('cleo@example.org');
    await contacts.getByRole('button', { name: 'Add it' }).click();
    await contacts.getByLabel('Password of cleo.c').fill(PASSWORD);
    await contacts.getByRole('button', { name: 'Confirm' }).click();
    const code = contacts.getByLabel('Code from the mail to cleo@example.org');
    await code.waitFor();
    await code.fill(await codeFor(world, 'cleo@example.org'));
    await contacts.getByRole('button', { name: 'Verify' }).click();
    await read('Mail addresses', /gets no recovery code until/);

    await contacts.getByRole('button', { name: 'Remove cleo@example.org' }).click();
    await contacts.getByRole('button', { name: 'Remove it' }).click();
    await read('Mail addresses', 'None yet.');

    world.clock.advance(11 * MINUTE_MS);
    const accounts = section('Accounts');
    await accounts.getByRole('button', { name: 'Unlink cleo.c on Messenger' }).click();
    await accounts.getByRole('button', { name: 'Unlink it' }).click();
    await accounts.getByLabel('Password of cleo.c').fill(PASSWORD);
    await accounts.getByRole('button', { name: 'Confirm' }).click();
    await read('Accounts', '1 of at most 25 accounts.');
    expect(settings.complaints.filter((complaint) => !complaint.includes('401'))).toEqual([]);
  });
});

async function widthOfPhoto({ section }: Settings): Promise<number> {
  const photo = section('Accounts').locator('img').first();
  return photo.evaluate(async (image: HTMLImageElement) => {
    await image.decode();
    return image.naturalWidth;
  });
}

/** The code from the newest mail to an address. */
async function codeFor(world: World, address: string): Promise<string> {
  await world.settle();
  const mail = world.constellation.mailbox.mails().find(({ to }) => to === address);
  return /\b\d{8}\b/.exec(mail?.text ?? '')?.[0] ?? '';
}
