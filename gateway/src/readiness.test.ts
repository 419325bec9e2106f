import { movableClock } from '@accounts-center/subgraph-kit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readinessOfLate } from './readiness.ts';
import { type Constellation, startConstellation } from './testing/constellation.ts';
import { WAYS } from './testing/ways.ts';

describe.each(WAYS)('services %s', (way) => {
  let family: Constellation;
  beforeEach(async () => {
    family = await startConstellation(way);
  });
  afterEach(() => family[Symbol.asyncDispose]());

  const get = (url: string) => family.gateway.server.inject(url);

  it('the gateway is ready when each of them is', async () => {
    const answer = await get('/ready');
    const services = { 'accounts-center': true, instagram: true };
    expect([answer.statusCode, answer.json()]).toEqual([200, { service: 'gateway', status: 'ready', services }]);
    expect(await family.gateway.ready()).toEqual({ isReady: true, services });
  });

  it('D2: it says which one is not, and lives on', async () => {
    await family.stop(family.instagram);
    const answer = await get('/ready');
    const services = { 'accounts-center': true, instagram: false };
    expect([answer.statusCode, answer.json()]).toEqual([503, { service: 'gateway', status: 'not ready', services }]);
    expect((await get('/health')).statusCode).toBe(200);
  });
});

it('however often and by whomever it is asked, services are about once a second', async () => {
  const clock = movableClock(new Date('2026-11-23T10:00:00Z'));
  let asked = 0;
  const ready = readinessOfLate(async () => {
    asked += 1;
    await new Promise(setImmediate);
    return { isReady: asked === 1, services: {} };
  }, clock);
  const isReady = async () => (await ready()).isReady;
  expect(await Promise.all([isReady(), isReady(), isReady()])).toEqual([true, true, true]);
  clock.advance(999);
  expect([await isReady(), asked]).toEqual([true, 1]);
  clock.advance(1);
  expect([await isReady(), asked]).toEqual([false, 2]);
});
