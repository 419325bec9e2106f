import { createGraphClient } from '@accounts-center/client';
import type { ConstellationConfig } from './config.ts';
import { addDemoPeople } from './demo.ts';
import type { DemoAccount } from './demo-people.ts';

/**
 * Makes the demo people, where they are not there yet.
 * @param gateway where it listens
 * @returns what is shown when everything runs: where to go, and as whom
 * @throws when the graph refuses a step
 */
export async function welcome(
  gateway: string,
  { publicUrl, demoFile }: Pick<ConstellationConfig, 'publicUrl' | 'demoFile'>,
): Promise<string> {
  return textFor(publicUrl, await addDemoPeople(createGraphClient(gateway), demoFile));
}

function textFor(url: string, signIns: readonly DemoAccount[]): string {
  const width = Math.max(...signIns.map(({ username }) => username.length));
  const people = signIns.map(
    ({ app, username, password }) => `    ${app.padEnd(10)} ${username.padEnd(width)}  ${password}`,
  );
  return `
  Accounts Center is ready.

    Graph      ${url}/graphql    (open it in a browser for Apollo Sandbox)
    GraphiQL   ${url}/graphiql   (works without a network)
    Settings   ${url}/facebook/settings/accounts-center
    Mailbox    ${url}/mailbox
    Health     ${url}/ready

  Demo sign-ins (app, username, password):
${people.join('\n')}
`;
}
