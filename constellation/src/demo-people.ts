import type { App } from '@accounts-center/client/people';

/** An account that anybody may sign in to. Made in development only. */
export interface DemoAccount {
  readonly app: App;
  readonly username: string;
  readonly password: string;
}

export interface DemoPerson {
  readonly displayName: string;
  /** The first one gets the photo, the post, and the others linked to it. */
  readonly accounts: readonly [DemoAccount, ...DemoAccount[]];
  readonly areLinked: boolean;
  readonly says: string;
}

const PASSWORD = 'demo-password-1';
const account = (app: App, username: string): DemoAccount => ({ app, username, password: PASSWORD });

export const demoPeople: readonly DemoPerson[] = [
  {
    displayName: 'Ada Park',
    accounts: [account('FACEBOOK', 'ada.park'), account('INSTAGRAM', 'ada.park'), account('WHATSAPP', 'ada.park')],
    areLinked: true,
    says: 'Up before the sun, and worth it.',
  },
  {
    displayName: 'Ben Okoro',
    accounts: [
      account('FACEBOOK', 'ben.okoro'),
      account('INSTAGRAM', 'ben_on_film'),
      account('MESSENGER', 'ben.okoro'),
    ],
    areLinked: false,
    says: 'First roll of film in years.',
  },
  {
    displayName: 'Chiara Moretti',
    accounts: [account('INSTAGRAM', 'chiara.moretti'), account('FACEBOOK', 'chiara.moretti')],
    areLinked: false,
    says: 'The harbour, from the slow boat.',
  },
];
