import { expect, it } from 'vitest';
import { welcomeText } from './welcome.ts';

const ready = {
  publicUrl: 'http://localhost:4810',
  dataFolder: '/srv/.data',
  signIns: [
    { app: 'FACEBOOK', username: 'ada.park', password: 'demo-password-1' },
    { app: 'INSTAGRAM', username: 'ada', password: 'demo-password-1' },
  ],
  processes: [],
  engine: 'federation',
} as const;

it('says where to go, as whom, and how to stop', () => {
  expect(welcomeText(ready, 7)).toBe(`
  Accounts Center is ready.

    Graph     http://localhost:4810/graphql   (open it in a browser for Apollo Sandbox)
    GraphiQL  http://localhost:4810/graphiql  (works without a network)
    Settings  http://localhost:4810/facebook/settings/accounts-center
    Mailbox   http://localhost:4810/mailbox
    Health    http://localhost:4810/ready

  Demo sign-ins (app, username, password):
    FACEBOOK   ada.park  demo-password-1
    INSTAGRAM  ada       demo-password-1

  Data: /srv/.data
  Stop: Ctrl-C here, or kill 7
`);
});

it('tells when the gateway runs on the stock engine', () => {
  const line = '\n    Engine    @apollo/gateway                 (GATEWAY_ENGINE=stock)\n';
  expect(welcomeText({ ...ready, engine: 'stock' })).toContain(line);
  expect(welcomeText(ready)).not.toContain('Engine');
});

it('names the processes that were started', () => {
  const processes = [
    { name: 'accounts-center', address: 'http://127.0.0.1:4815', pid: 8 },
    { name: 'gateway', address: 'http://127.0.0.1:4810', pid: 10 },
  ];
  expect(welcomeText({ ...ready, processes }, 7)).toContain(`
  Started (what, address, process id):
    accounts-center  http://127.0.0.1:4815  8
    gateway          http://127.0.0.1:4810  10

  Data: /srv/.data
  Stop: Ctrl-C here, or kill 7, which ends all of them
`);
});
