import { createTestDatabase } from '@accounts-center/db/testing';
import type { AppEntry } from '@accounts-center/schema';
import type { Service } from '@accounts-center/subgraph-kit';
import { afterAll, beforeAll, describe } from 'vitest';
import type { AppDependencies } from '../app.ts';
import { startTestApp, type TestApp } from '../testing/test-app.ts';
import { accountCases } from './account-cases.ts';
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

/**
 * The cases that any app passes (D4), against the real service, through its contract and under signed identities.
 * @param entry the app in the registry
 * @param create builds it
 */
export function describeAppContract(
  entry: AppEntry,
  create: (deps: AppDependencies) => Promise<Service>,
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

    const getApp = (): TestApp => app;
    describe('trust', () => trustCases(getApp));
    describe('rules', () => ruleCases(getApp));
    describe('accounts', () => accountCases(getApp));
    describe('usernames', () => usernameCases(getApp));
    describe('profile changes', () => profileChangeCases(getApp));
    describe('profile changes at once', () => profileRaceCases(getApp));
    describe('profile rules', () => profileRuleCases(getApp));
    describe('profile photos', () => profilePhotoCases(getApp));
    if (hasPosts) {
      describe('publishing', () => publishingCases(getApp));
      describe('publishing a sister’s media', () => sisterMediaCases(getApp));
      describe('withdrawing', () => withdrawalCases(getApp));
      describe('rules of posts', () => postRuleCases(getApp));
    } else {
      describe('posts', () => noPostCases(getApp));
    }
  });
}
