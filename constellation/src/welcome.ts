import type { DemoAccount } from './demo-people.ts';

/** What is shown when everything runs: where to go, and as whom. */
export function welcome(url: string, signIns: readonly DemoAccount[]): string {
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
