import { readFileSync } from 'node:fs';
import { appContractPath } from '@accounts-center/schema';
import {
  buildClientSchema,
  buildSchema,
  getIntrospectionQuery,
  type IntrospectionQuery,
  lexicographicSortSchema,
  printSchema,
} from 'graphql';
import { expect, it } from 'vitest';
import { ask } from '../testing/contract-operations.ts';
import type { TestApp } from '../testing/test-app.ts';

/** The contract is the same for every app, and so is what its rules must make sense of. */
export function ruleCases(getApp: () => TestApp): void {
  it('offers exactly schema/app-contract.graphql', async () => {
    const { data } = await getApp().contract<IntrospectionQuery>(getIntrospectionQuery());
    const wanted = buildSchema(readFileSync(appContractPath, 'utf8'));
    expect(printSchema(lexicographicSortSchema(buildClientSchema(data)))).toBe(
      printSchema(lexicographicSortSchema(wanted)),
    );
  });

  it('PR4: tells its rules for profiles as data', async () => {
    const { username, displayName } = await ask(getApp(), 'rules');
    expect(username.minLength).toBeGreaterThan(0);
    expect(username.maxLength).toBeGreaterThanOrEqual(username.minLength);
    expect('anna').toMatch(new RegExp(`^(?:${username.pattern})$`, 'u'));
    expect(displayName.maxLength).toBeGreaterThan(0);
    for (const coolDown of [username.coolDown, displayName.coolDown].filter((rule) => rule !== null)) {
      expect(Math.min(coolDown.times, coolDown.days)).toBeGreaterThan(0);
    }
  });

  it('X5: tells its rules for posts as data', async () => {
    const { post } = await ask(getApp(), 'rules');
    if (post === null) return;
    expect(post.maxTextLength).toBeGreaterThan(0);
    expect(post.minMedia).toBeLessThanOrEqual(post.maxMedia);
    expect(post.minAspectRatio).toBeLessThanOrEqual(1);
    expect(post.maxAspectRatio).toBeGreaterThanOrEqual(1);
  });
}
