import { createTestDatabase } from '@accounts-center/db/testing';
import type { AppEntry } from '@accounts-center/schema';
import { afterAll, beforeAll, describe } from 'vitest';
import type { AppService } from '../create-app-service.ts';
import type { AppDependencies } from '../feature.ts';
import { startTestApp, type TestApp } from '../testing/test-app.ts';
import { accountCases } from './account-cases.ts';
import { coolDownCases } from './cool-down-cases.ts';
import { mediaHoldCases } from './media-hold-cases.ts';
import { noPostCases, postRuleCases } from './post-rule-cases.ts';
import { profileChangeCases } from './profile-change-cases.ts';
import { profilePhotoCases } from './profile-photo-cases.ts';
import { profileRaceCases } from './profile-race-cases.ts';
import { profileRuleCases } from './profile-rule-cases.ts';
import { publishingCases } from './publishing-cases.ts';
import { ruleCases } from './rule-cases.ts';
import { sisterMediaCases } from './sister-media-cases.ts';
import { trustCases } from './trust-cases.ts';
import { usernameCases } from './username-cases.ts';
import { withdrawalCases } from './withdrawal-cases.ts';

export interface ContractOptions {
  /** The databases to run on: SQLite alone unless told. */
  readonly dialects?: readonly Parameters<typeof createTestDatabase>[0][];
  /** False for an app whose rules have none. */
  readonly hasPosts?: boolean;
}

type Cases = readonly [feature: string, declare: (getApp: () => TestApp) => void];

const always: readonly Cases[] = [
  ['trust', trustCases],
  ['rules', ruleCases],
  ['accounts', accountCases],
  ['usernames', usernameCases],
  ['profile changes', profileChangeCases],
  ['profile changes at once', profileRaceCases],
  ['profile rules', profileRuleCases],
  ['cool-downs', coolDownCases],
  ['profile photos', profilePhotoCases],
  ['held media', mediaHoldCases],
];

const withPosts: readonly Cases[] = [
  ['publishing', publishingCases],
  ['publishing a sister’s media', sisterMediaCases],
  ['withdrawing', withdrawalCases],
  ['rules of posts', postRuleCases],
];

const withoutPosts: readonly Cases[] = [['posts', noPostCases]];

/**
 * The cases that any app passes (D4), against the real service, through its contract and under signed identities.
 * @param entry the app in the registry
 * @param create builds it
 */
export function describeAppContract(
  entry: AppEntry,
  create: (deps: AppDependencies) => Promise<AppService>,
  { dialects = ['sqlite'], hasPosts = true }: ContractOptions = {},
): void {
  describe.each(dialects)(`${entry.service} keeps the app contract on %s`, (dialect) => {
    let app: TestApp;
    let removeDatabase: () => Promise<void>;
    beforeAll(async () => {
      const database = await createTestDatabase(dialect);
      removeDatabase = database.remove;
      app = await startTestApp(entry, create, database.url);
    });
    afterAll(async () => {
      await app.close();
      await removeDatabase();
    });

    describe.each([...always, ...(hasPosts ? withPosts : withoutPosts)])('%s', (_, declare) => {
      declare(() => app);
    });
  });
}
